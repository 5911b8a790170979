"""A body that a team asked in is one that is here: who runs the site says so."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import Stale, alike
from accounts.selectors import readers_of
from assessments.actions import Refused
from office import everybody
from office.forms.joining import JoinForm
from office.views.reach import who_runs
from pages.answers import form_page, posted
from pages.words import isolated
from sharing.actions import join_body
from sharing.actions.joining import bodies_to_join


@require_http_methods(["GET", "POST"])
def join_on_site(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask which body it is, saying who reads what from then on; then let the two be one.

    Answers 302 when joined, 409 where somebody was quicker.
    """
    user = who_runs(request)
    body = everybody.organisation_on_site(slug)
    if body.joined_into:
        return redirect("site-organisation", body.joined_into.slug)
    if body.brought_by_id is None:
        return redirect("site-organisation", slug)
    offered = list(bodies_to_join(body))
    like = [each for each in alike(body) if each in offered]
    form = JoinForm(posted(request), bodies=offered, like=like)
    context = {
        "organisation": body,
        "readers": list(readers_of(body)),
        "bodies": offered,
        "met": False,
    }
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            join_body(body, into, by=user)
        except Refused as refused:
            form.add_error("into", str(refused))
        except Stale:
            form.add_error(None, _("Somebody was quicker: look at it as it is now."))
            context["met"] = True
            template, status = "office/join_body.html", HTTPStatus.CONFLICT
            return form_page(request, template, form, context, status=status)
        else:
            said = _("Joined. Whoever reads for {name} and every team that wrote to it is told.")
            messages.success(request, said.replace("{name}", isolated(into.name)))
            return redirect("site-organisation", into.slug)
    return form_page(request, "office/join_body.html", form, context)
