"""Opening themes further, one by one or all at once, and leaving one shut."""

from django.urls import reverse

from assessments import actions, selectors
from assessments.views.pages import TalkAct
from frameworks.tree import LineWords
from pages.answers import or_404


class OpenTheme(TalkAct):
    """Open a theme further; go to its first element."""

    theme: LineWords

    def find(self) -> None:
        """Find the theme. Raises Http404."""
        themes = {theme.code: theme for theme in self.talk.tree.themes}
        self.theme = or_404(themes.get(self.kwargs["code"]))
        self.line = selectors.line(self.talk.assessment, self.theme.code)

    def act(self) -> None:
        actions.open_theme(self.talk.assessment, self.line, by=self.talk.user)

    def onward(self) -> str:
        first = (*self.theme.elements, self.theme)[0]
        return reverse("place", args=[self.talk.assessment.pk, first.code])


class ShutTheme(OpenTheme):
    """Leave a theme's elements out this time; back to the list."""

    def act(self) -> None:
        actions.shut_theme(self.talk.assessment, self.line, by=self.talk.user)

    def onward(self) -> str:
        return self.talk.assessment.get_absolute_url()


class OpenThemes(TalkAct):
    """Open every theme that has elements; back to the list."""

    def act(self) -> None:
        codes = [theme.code for theme in self.talk.tree.themes if theme.elements]
        lines = selectors.lines(self.talk.assessment, codes)
        actions.open_themes(self.talk.assessment, lines, by=self.talk.user)
