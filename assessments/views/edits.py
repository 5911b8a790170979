"""Changing one thing that was said, or taking it out."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import selectors
from assessments.forms import ContextForm, ExampleForm, FactorForm, StepForm
from assessments.forms.around import without_own_manager
from assessments.forms.edits import RowForm
from assessments.models.row import WordsRow
from assessments.views.pages import TalkPage
from assessments.views.reach import taken_out_meanwhile
from assessments.views.way import line_page, talk_address
from record.choices import FactorKind


class RowPage(TalkPage[RowForm]):
    """Change a row, or take it out.

    Where somebody took it out meanwhile, the form that was sent gets its words back.
    """

    template = "assessments/edit.html"
    form_class: type[RowForm]
    title: str | Promise = ""
    kind = ""  # how drafts of it are called
    stands_on = ""  # the page of the conversation it stands on
    row: Any

    def find(self) -> None:
        """Find the row. Raises Http404."""
        row = self.kwargs["row"]
        self.page = f"{self.kind}-{row}"
        self.row = self.row_called(row, with_removed=self.request.method == "POST")

    def row_called(self, row: uuid.UUID, *, with_removed: bool) -> WordsRow:
        """Return the row; `with_removed`: also one that was taken out. Raises Http404."""
        raise NotImplementedError

    def form(self, data: Any, draft: Any) -> RowForm:
        form = self.form_class(data, row=self.row, tree=self.talk.tree, draft=draft)
        return without_own_manager(form, self.talk.service)

    def post(self, request: HttpRequest, **address: Any) -> HttpResponse:
        if self.is_gone:
            return taken_out_meanwhile(request, self.talk, self.form(request.POST, None).typed)
        return super().post(request, **address)

    @property
    def is_gone(self) -> bool:
        return bool(self.row.removed_at)

    def context(self) -> dict[str, Any]:
        """Return what the page is called, and the way back."""
        return {"back": self.back, "title": self.title}

    @property
    def back(self) -> str:
        return talk_address(self.talk.assessment, self.stands_on)

    def onward(self, _form: RowForm) -> str:
        return self.back


class ExamplePage(RowPage):
    form_class = ExampleForm
    title = _("What makes us say that?")
    kind = "example"

    def row_called(self, row: uuid.UUID, *, with_removed: bool) -> WordsRow:
        """Return the example. Raises Http404."""
        example = selectors.example(self.talk.assessment, row, with_removed=with_removed)
        self.lines = list(example.lines.all())
        return example

    @property
    def back(self) -> str:
        """The page of the first line it points to, as the page was opened."""
        for line in self.lines:
            return line_page(self.talk.assessment, self.talk.tree.line_by_id(line.pk))
        return self.talk.assessment.get_absolute_url()


class FactorPage(RowPage):
    form_class = FactorForm
    kind = stands_on = "around"

    def row_called(self, row: uuid.UUID, *, with_removed: bool) -> WordsRow:
        """Return the help or obstacle, and call the page after it. Raises Http404."""
        note = selectors.factor_note(self.talk.assessment, row, with_removed=with_removed)
        self.title = _("What have we going for us?")
        if note.factor.kind == FactorKind.OBSTACLE:
            self.title = _("What gets in the way?")
        return note


class StepPage(RowPage):
    form_class = StepForm
    title = _("What we will try")
    kind = stands_on = "try"

    def row_called(self, row: uuid.UUID, *, with_removed: bool) -> WordsRow:
        """Return the step as this conversation has it. Raises Http404."""
        return selectors.review(self.talk.assessment, row, with_removed=with_removed)


class ContextPage(RowPage):
    form_class = ContextForm
    title = _("What changed around us")
    kind = "context"

    def row_called(self, row: uuid.UUID, *, with_removed: bool) -> WordsRow:
        """Return the note of what changed. Raises Http404."""
        return selectors.around_note(self.talk.assessment, row, with_removed=with_removed)

    @property
    def is_gone(self) -> bool:
        return not self.talk.assessment.around_notes.filter(pk=self.row.pk).exists()

    @property
    def back(self) -> str:
        return reverse("read-back", args=[self.talk.assessment.pk])
