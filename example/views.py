"""The pages of the invented team: read only, the same for everybody; and a place to practise in."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.selectors import practice_of
from accounts.signing_in.signed_in import signed_in
from assessments.forms.around import CAME_OF, AroundForm, step_fields
from assessments.forms.place import PlaceForm
from assessments.selectors.history import known_factors, known_steps
from example import actions, frozen
from pages.answers import file_answer, or_404
from pages.database.at_once import Stale
from pages.forms.fields import OneOf, WordsField
from record.choices import NextTalk
from record.last_time import last_on_line
from record.read_back.passages import besides, passages
from record.words.days import place_among


class ExampleTryForm(forms.Form):
    """What is asked last. Not a conversation's own form: the example belongs to none."""

    came = OneOf(
        label=gettext_lazy("Did it happen?"),
        choices=[(state.value, state.label) for state in CAME_OF],
    )
    learned = WordsField(label=gettext_lazy("What did we learn?"))
    next_talk = OneOf(label=gettext_lazy("When shall we talk again?"), choices=NextTalk.choices)

    def __init__(self) -> None:
        super().__init__()
        self.fields |= step_fields(1)
        del self.fields["by_when_1"]
        self.fields["what_1"].label = _("What will we try?")


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    with_example = {"service": frozen.read().service, "day": frozen.read().day, **context}
    return render(request, f"example/{name}.html", with_example)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_team(request: HttpRequest) -> HttpResponse:
    example = frozen.read()
    return _page(request, "example", last=example.records[-1], first_theme=example.tree.themes[0])


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_journey(request: HttpRequest) -> HttpResponse:
    """Show its journey; `?as=table`: as a table."""
    as_table = request.GET.get("as") == "table"
    return _page(request, "journey", journey=frozen.journey(), line_slug="", as_table=as_table)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_conversation(request: HttpRequest, code: str) -> HttpResponse:
    """Show a theme as it is asked: cards to tap, a box to type in, and no form to send it with."""
    example = frozen.read()
    themes = example.tree.themes
    codes = [theme.code for theme in themes]
    or_404(code in codes)
    number = codes.index(code) + 1
    last = last_on_line(example.newest_first, code)
    form = _forgetting(PlaceForm(tree=example.tree, code=code, last=lambda: last))
    after, onward = None, reverse("example-around")
    if number < len(themes):
        after = themes[number]
        onward = reverse("example-conversation", args=[after.code])
    return _page(
        request,
        "conversation",
        form=form,
        theme=themes[number - 1],
        last=last,
        after=after,
        among=place_among(number, len(themes)),
        onward=onward,
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_around(request: HttpRequest) -> HttpResponse:
    """Show what is asked next: what helps and what gets in the way, with last time's list."""
    example = frozen.read()
    factors = known_factors(list(example.newest_first), example.tree)
    form = _forgetting(AroundForm(tree=example.tree, factors=factors))
    return _page(request, "around", form=form)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_try(request: HttpRequest) -> HttpResponse:
    """Show what is asked last: what came of the last thing tried, and one to try."""
    example = frozen.read()
    tried = known_steps(list(example.newest_first), example.tree)
    return _page(request, "try", form=_forgetting(ExampleTryForm()), tried=tried[:1])


def _forgetting(form: forms.Form) -> forms.Form:
    """Let a browser keep nothing of what is typed either."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    return form


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_said(request: HttpRequest) -> HttpResponse:
    """Show what the invented team said that day, read back."""
    record = frozen.read().records[-1]
    sentences = (*passages(record), *besides(record))
    return _page(request, "said", record=record, passages=sentences)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_wall(request: HttpRequest) -> HttpResponse:
    return _page(request, "wall", wall=frozen.wall())


@login_not_required
@require_http_methods(["GET", "HEAD"])
def example_report(request: HttpRequest) -> HttpResponse:
    """Show what it sent to an invented council."""
    return _page(request, "report", report=frozen.read().report)


@login_not_required
@require_http_methods(["GET"])
def example_pdf(request: HttpRequest) -> HttpResponse:
    return file_answer(frozen.pdf(), "application/pdf", f"{_('an-example')}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def practice_page(request: HttpRequest) -> HttpResponse:
    """Say what it is; POST: make it, or go to the one there is."""
    user = signed_in(request)
    if request.method == "POST":
        with suppress(Stale):  # taken away in another tab
            return redirect(actions.begin_practice(by=user))
        return redirect("practice")
    return render(request, "example/practice.html", {"place": practice_of(user)})


@require_http_methods(["POST"])
def take_practice_away(request: HttpRequest) -> HttpResponse:
    actions.end_practice(by=signed_in(request))
    messages.success(request, _("It is gone, with everything you wrote there."))
    return redirect("practice")
