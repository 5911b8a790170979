"""Which frameworks an organisation, or a body, offers its teams."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import Stale
from accounts.policy import Act, require, roles_in_body, roles_in_organisation
from accounts.signing_in.signed_in import signed_in
from frameworks.actions import choose_offer
from frameworks.selectors import fitting, offered_slugs
from office import selectors
from office.forms.offers import FrameworksForm
from pages.answers import form_page, posted


@require_http_methods(["GET", "POST"])
def offered_frameworks(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what is offered.

    Answers 302 when kept, 422 when nothing is ticked, 409 with what was ticked and what is offered
    now when somebody else chose meanwhile.
    """
    user = signed_in(request)
    organisation = selectors.arranged_organisation(user, slug)
    roles = roles_in_organisation(user, organisation) | roles_in_body(user, organisation)
    require(Act.ARRANGE_TEAM, roles)
    there, offered = fitting(organisation), offered_slugs(organisation)
    data = posted(request)
    form = FrameworksForm(data, organisation=organisation, fitting=there, offered=offered)
    context = {"organisation": organisation, "only": len({each.slug for each in there}) == 1}
    if form.is_valid():
        seen = str(form.cleaned_data["was"]).split()
        try:
            choose_offer(organisation, form.cleaned_data["slugs"], seen=seen, by=user)
        except Stale:
            again = request.POST.copy()
            again["was"] = " ".join(offered_slugs(organisation))
            form = FrameworksForm(again, organisation=organisation, fitting=there, offered=offered)
            names = {each.slug: each.name for each in there}
            context |= {"form": form, "met": [names[slug] for slug in offered]}
            status = HTTPStatus.CONFLICT
            return render(request, "office/offered_frameworks.html", context, status=status)
        messages.success(request, _("Kept. It holds when a team begins its next conversation."))
        return redirect("offered-frameworks", organisation.slug)
    return form_page(request, "office/offered_frameworks.html", form, context)
