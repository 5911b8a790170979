"""Which frameworks an organisation, or a body, offers its teams."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import Stale
from accounts.policy import Act
from frameworks.actions import choose_offer
from frameworks.selectors import fitting, offered_slugs
from office.forms.offers import FrameworksForm
from office.views.reach import of_either_lead
from pages.answers import form_page, posted, sent_again


@require_http_methods(["GET", "POST"])
def offered_frameworks(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what is offered.

    Answers 302 when kept, 422 when nothing is ticked, 409 with what was ticked and what is offered
    now when somebody else chose meanwhile.
    """
    user, organisation = of_either_lead(request, slug, Act.ARRANGE_TEAM)
    there, offered = fitting(organisation), offered_slugs(organisation)
    form_of = partial(FrameworksForm, organisation=organisation, fitting=there, offered=offered)
    form = form_of(posted(request))
    template = "office/offered_frameworks.html"
    names = {each.slug: each.name for each in there}
    context: dict[str, object] = {"organisation": organisation, "only": len(names) == 1}
    if form.is_valid():
        seen = str(form.cleaned_data["was"]).split()
        try:
            choose_offer(organisation, form.cleaned_data["slugs"], seen=seen, by=user)
        except Stale:
            form = form_of(sent_again(request, was=" ".join(offered_slugs(organisation))))
            context["met"] = [names[slug] for slug in offered]
            return form_page(request, template, form, context, status=HTTPStatus.CONFLICT)
        messages.success(request, _("Kept. It holds when a team begins its next conversation."))
        return redirect("offered-frameworks", organisation.slug)
    return form_page(request, template, form, context)
