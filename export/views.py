"""Taking a file out: a team's manager everything it may read, a lead what teams showed."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.models.organisation import led_organisation
from accounts.policy import Act, require, roles_in_organisation
from accounts.signing_in.again import asks_again
from accounts.signing_in.signed_in import own_team, signed_in
from export import handing_over
from export.actions import take_shown_file, take_team_file
from pages.answers import file_answer, form_page, posted
from pages.forms.fields import OneOf, Values
from pages.forms.rendering import Answer, offer
from pages.words import slug_of

FORMS = {
    "xlsx": gettext_lazy("A sheet (XLSX)"),
    "csv": gettext_lazy("A plain table (CSV)"),
    "json": gettext_lazy("For a computer (JSON)"),
}


class FileForm(forms.Form):
    """What somebody chooses before a file is made."""

    as_what = OneOf(label=gettext_lazy("As what"), missing=gettext_lazy("Choose one of the three."))

    def __init__(self, data: Values = None, *, hints: Mapping[str, str]) -> None:
        super().__init__(data)
        answers = []
        for code, title in FORMS.items():
            answers.append((code, Answer(str(title), hints.get(code, ""))))
        offer(self.fields["as_what"], answers)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def export_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask as what; then tell the team, and hand everything it may read to its manager."""
    user, service = own_team(request, slug, Act.EXPORT_TEAM)
    hints = {
        "xlsx": _("The words of what the team has finished, with where it placed what."),
        "csv": _("The same words as text, for any program."),
        "json": _("Everything, what is being written now too: to keep, or to move house with."),
    }
    form = FileForm(posted(request), hints=hints)
    if not form.is_valid():
        return form_page(request, "export/team.html", form, {"service": service})
    what = form.cleaned_data["as_what"]
    content = handing_over.content_of(partial(handing_over.write_team, service, what))
    take_team_file(service, whole=what == "json", by=user)
    return _file(content, f"{service.name_of_files}-{_('everything')}", what)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def export_shown(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask as what; then hand the words of what teams showed to who leads their organisation."""
    user = signed_in(request)
    organisation = led_organisation(user, slug)
    require(Act.EXPORT_SHOWN, roles_in_organisation(user, organisation))
    form = FileForm(posted(request), hints={})
    if not form.is_valid():
        return form_page(request, "export/shown.html", form, {"organisation": organisation})
    what = form.cleaned_data["as_what"]
    content = handing_over.content_of(partial(handing_over.write_shown, organisation, what))
    take_shown_file(organisation, by=user)
    name = slug_of(organisation.name) or organisation.slug
    return _file(content, f"{name}-{_('what-teams-showed')}", what)


def _file(content: bytes, name: str, what: str) -> HttpResponse:
    file_name = f"{name}-{timezone.localdate()}.{what}"
    return file_answer(content, handing_over.TYPES[what], file_name)
