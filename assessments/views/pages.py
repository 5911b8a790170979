"""How a page of a conversation is shown and saved: the same for all of them."""

import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Service
from assessments import actions, selectors
from assessments.forms.page import Clash, PageForm
from assessments.models import Draft, FactorNote
from assessments.views.reach import TalkView, finished_meanwhile, frame
from assessments.views.way import talk_address
from pages.answers import form_page
from pages.forms.fields import Values
from record.choices import FactorKind

F = TypeVar("F", bound=PageForm)

# The cookie with which a page that is left names the draft it has just sent (pizazz.js), and how
# long the page that comes next waits for it.
LEAVING = f"{'__Secure-' if settings.SESSION_COOKIE_SECURE else ''}pizazz_leaving"
TURNS, TURN_SECONDS = 20, 0.05


class TalkPage(TalkView, Generic[F]):
    """A page with one form: shown, or saved and then onward.

    Answers 302 when saved (also when it had been saved before), 422 with what was typed when
    something has to be changed, 409 when somebody else got there first; what was typed is a draft
    then, so that it outlives the page.
    """

    page = ""  # the name under which a draft of it is kept
    template = ""
    comes_from = "conversation"  # the page of the conversation that is one step back
    goes_to = ""  # and the one that comes next once it is saved

    def form(self, **page: Values) -> F:
        """Return the form of `data`, what was sent, or of a `draft`: what any PageForm takes."""
        raise NotImplementedError

    def form_for_team(self, **page: Values) -> F:
        """Return the form without whom this team cannot ask."""
        form = self.form(**page)
        form.leave_out_own_manager(self.talk.service)
        return form

    @property
    def back(self) -> str:
        return talk_address(self.talk.assessment, self.comes_from)

    def onward(self, _form: F, /) -> str:
        """Return the address that comes next once this form is saved."""
        return talk_address(self.talk.assessment, self.goes_to)

    def context(self) -> dict[str, Any]:
        """Return what the template wants besides the form."""
        return {}

    def get(self, _request: HttpRequest, **_address: Any) -> HttpResponse:
        draft = self._newest_draft()
        fields = {**draft.fields, "grew_from": draft.key} if draft else None
        return self.show(self.form_for_team(draft=fields), draft)

    def _newest_draft(self) -> Draft | None:
        """Return the draft; of a page that was just loaded anew, the one that is on its way.

        The browser has sent it a moment before, and names it in a cookie of this address. Where
        the cookie comes too late for this request, the page sees that and asks once more.
        """
        awaited = self.request.COOKIES.get(LEAVING, "")
        for _turn in range(TURNS if awaited else 0):
            draft = selectors.draft_of(self.talk.user, self.talk.assessment, self.page)
            if draft and draft.fields.get("leaving") == awaited:
                return draft
            time.sleep(TURN_SECONDS)
        return selectors.draft_of(self.talk.user, self.talk.assessment, self.page)

    def post(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        """Save the form and go on, or say why not."""
        form = self.form_for_team(data=request.POST)
        if form.is_valid():
            answer = self._save(form)
            if answer is not None:
                return answer
            if not form.errors:
                return self.go_on(form)
        elif selectors.was_saved(form.cleaned_data.get("key")):
            return self.go_on(form)  # what it asked about has moved by its own first press
        elif not self.talk.takes_words:
            return finished_meanwhile(request, self.talk, form.typed)
        return self.show(form, self._keep_as_draft(form))

    def _save(self, form: F, *, again: bool = True) -> HttpResponse | None:
        """Save; return a page where it could not be, None where it was or the form says what to do.

        Where somebody else has said the very same, nothing met: it is saved `again` beside that.
        """
        talk, key = self.talk, form.cleaned_data["key"]
        draft: dict[str, Any] = {
            "user": talk.user,
            "assessment": talk.assessment,
            "page": self.page,
            "key": form.page_key,
            "grew_from": form.cleaned_data["grew_from"],
        }
        try:
            with actions.ending_draft(**draft, words_key=key):
                form.save(talk.assessment, by=talk.user)
        except actions.AlreadySaved:
            actions.drop_draft(**draft)
        except ValidationError as refused:
            form.add_error(None, refused)
        except actions.Stale as stale:
            clash = form.clash(stale.current)
            if clash.is_none and again:
                return self._save(form, again=False)
            return self._ask_which(form, clash)
        except actions.NotOpen:
            if not form.has_nothing_new and not selectors.was_saved(key):
                return finished_meanwhile(self.request, talk, form.typed)
            actions.drop_draft(**draft)
        return None

    def _ask_which(self, form: F, clash: Clash) -> HttpResponse:
        """Show both texts and ask. What was typed is kept as a draft until that is answered."""
        request = self.request
        fields = []
        for name, values in request.POST.lists():
            if name not in {"csrfmiddlewaretoken", "conflict"}:
                fields += [(name, value) for value in values]
        self._keep_as_draft(form)
        context = {
            **frame(self.talk, self.page),
            "theirs": clash.theirs,
            "mine": clash.mine,
            "one_only": clash.one_only,
            "new_words": form.new_words,
            "action": request.get_full_path(),
            "fields": fields,
            "back": request.get_full_path(),
            "form": None,
        }
        return render(request, "409.html", context, status=HTTPStatus.CONFLICT)

    def _keep_as_draft(self, form: F) -> Draft | None:
        """Keep what was sent as a draft; None where words do not fit, as the form says itself."""
        try:
            return actions.keep_draft(
                user=self.talk.user,
                assessment=self.talk.assessment,
                page=self.page,
                fields=form.to_keep(self.request.POST),
                form=form.cleaned_data.get("key") and form.page_key,
                grew_from=form.cleaned_data.get("grew_from"),
            )
        except (ValidationError, actions.NotOpen, actions.InAnotherTabError):
            return None

    @property
    def is_from_reading(self) -> bool:
        """True where it was opened from *Read it back*, to which it then returns."""
        return self.request.GET.get("from") == "read-back"

    def go_on(self, form: F) -> HttpResponse:
        """Go onward, or back to reading it where the page was opened from there."""
        if self.is_from_reading and form.then != "another":
            return redirect("read-back", self.talk.assessment.pk)
        return redirect(self.onward(form))

    def show(self, form: F, draft: Draft | None) -> HttpResponse:
        """Show the page with this form; 422 where something in it has to be changed."""
        context = {
            **frame(self.talk, self.page, draft),
            "back": self.back,
            **self.context(),
            "reading": self.is_from_reading,
            "awaited": self.request.COOKIES.get(LEAVING),
            "left_over": [] if form.is_bound else form.words_left_over,
        }
        return form_page(self.request, self.template, form, context)


class TalkAct(TalkView):
    """A small act without a form: done, or said why not."""

    http_method_names = ("post",)

    def act(self) -> None:
        """Do it. Raises NotOpen, Refused."""
        raise NotImplementedError

    def onward(self) -> str:
        return self.talk.assessment.get_absolute_url()

    def post(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        try:
            self.act()
        except actions.NotOpen:
            return finished_meanwhile(request, self.talk, [])
        except actions.Refused as refused:
            messages.info(request, str(refused))
            return redirect(self.talk.assessment)
        return redirect(self.onward())


def show_already_done(
    request: HttpRequest,
    service: Service,
    *,
    title: str,
    lede: str,
    texts: tuple[str, str],
    onward: tuple[str, str],
) -> HttpResponse:
    """Say that somebody did the same a moment before, in other words, and give both (409).

    Args: texts: theirs, which may be empty, and mine; onward: an address and what its link says.
    """
    theirs, mine = texts
    context = {"service": service, "title": title, "lede": lede, "theirs": theirs, "mine": mine}
    context |= {"own": [mine], "href": onward[0], "onward": onward[1]}
    return render(request, "assessments/already.html", context, status=HTTPStatus.CONFLICT)


def helps_and_obstacles(notes: Iterable[FactorNote]) -> dict[str, list[FactorNote]]:
    """Return what was said today of what helps and of what gets in the way, as pages print it."""
    helps, obstacles = [], []
    for note in notes:
        if note.factor.kind == FactorKind.HELP:
            helps.append(note)
        else:
            obstacles.append(note)
    return {"helps_said": helps, "obstacles_said": obstacles}
