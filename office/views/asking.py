"""Asking people in: by a letter, or by a link that is shown once, to be handed over.

Below, many: from a sheet or pasted rows, looked at first, then all or nobody.
"""

import datetime as dt
import uuid
from base64 import b64encode
from itertools import groupby
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.getting_in.roles import team_sees
from accounts.models import Invitation, Organisation, Service, User
from accounts.models.user import person_on_site
from accounts.policy import (
    Act,
    Role,
    may,
    roles_in_organisation,
    roles_in_service,
    roles_on_site,
)
from accounts.selectors import people_of
from accounts.signing_in.again import asks_again
from accounts.signing_in.codes import to_new_password
from accounts.signing_in.signed_in import signed_in
from office import selectors
from office.forms.asking import AskInForm, ManyForm, SeveralForm
from office.rows import sheets
from office.views.reach import ask_second_step, of_lead, of_own_team, team_to_ask_into
from pages.answers import A_PAGE, RefusalOnField, SayOutcome, file_answer, form_page, posted
from pages.words import with_names
from sharing.selectors import newest_sent_to

LINK = "link to hand over"  # in the session, until it is shown
WAY_IN = "somebody to help back in"  # the same, of somebody whom no letter reaches


@require_http_methods(["GET", "POST"])
def ask_into_team(request: HttpRequest, slug: str) -> HttpResponse:
    user, service, roles = team_to_ask_into(request, slug)
    back = people_page(service, roles)
    return _ask(request, user, service, back, role=_role_to_give(roles))


def _role_to_give(roles: set[Role]) -> str:
    """Return as what most are asked into a team: a manager asks its people, a lead its manager."""
    if Role.MANAGER in roles:
        return "contributor"
    return "manager"


@require_http_methods(["GET", "POST"])
@asks_again
def ask_into_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    user = signed_in(request)
    place = selectors.organisation_to_ask_into(user, slug)
    roles = roles_in_organisation(user, place)
    if not actions.may_invite(user, place, "lead"):
        raise PermissionDenied
    ask_second_step(request, Act.INVITE_LEAD, roles)
    body = place.kind == Organisation.Kind.COMMISSIONER and bool(roles)
    return _ask(request, user, place, people_page(place, roles), role="reader" if body else "lead")


def people_page(place: Service | Organisation, roles: set[Role]) -> str:
    """Return the page on which who may ask people in there finds whom they asked."""
    if isinstance(place, Service):
        if may(Act.ARRANGE_PEOPLE, roles):
            return reverse("our-team", args=[place.slug])
        return reverse("arrange-team", args=[place.organisation.slug, place.slug])
    if not roles:  # who runs the site asks in who leads it first
        return reverse("site-organisation", args=[place.slug])
    body = place.kind == Organisation.Kind.COMMISSIONER
    return reverse("our-body" if body else "our-people", args=[place.slug])


def _ask(
    request: HttpRequest, user: User, place: Service | Organisation, back: str, *, role: str
) -> HttpResponse:
    first = back.startswith("/site/")
    form = AskInForm(posted(request), place=place, role=role, first=first)
    if form.is_valid():
        try:
            invitation = actions.invite(by=user, place=place, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _hand_over(request, invitation, back)
    sees = team_sees(place) if isinstance(place, Service) else ""
    context = {"place": place, "back": back, "sees": sees}
    return form_page(request, "office/ask_in.html", form, context)


def _hand_over(request: HttpRequest, invitation: Invitation, back: str) -> HttpResponse:
    """Lead to the link where it is handed over; else say that the letter goes."""
    if invitation.by_hand:
        request.session[LINK] = [str(invitation.pk), back]
        return redirect("link-to-hand-over")
    sentence = _("A letter to {who} is on its way. It is valid for seven days.")
    if actions.letters_rest():
        sentence = _("A letter to {who} goes at eight in the morning. It is valid for seven days.")
    messages.success(request, with_names(sentence, who=invitation.whom))
    return redirect(back)


@require_http_methods(["GET"])
def link_to_hand_over(request: HttpRequest) -> HttpResponse:
    """Show a link that was just made, once, to whoever made it."""
    user = signed_in(request)
    person_key = request.session.pop(WAY_IN, "")
    if person_key and may(Act.MANAGE_ACCOUNTS, roles_on_site(user)):
        person = person_on_site(uuid.UUID(person_key))
        link = f"{settings.SITE_ADDRESS}{to_new_password(person)}"
        # The last whole day on which a link for a new password works.
        lasts = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT, days=-1)
        until = timezone.localdate() + lasts
        context = {"person": person, "link": link, "picture": _picture(link), "until": until}
        return render(request, "office/way_in_to_hand_over.html", context)
    key, back = request.session.pop(LINK, ["", ""])
    invitation = selectors.invitation_just_made(user, key)
    if invitation is None:
        return redirect(back or "home")
    link = actions.link_of(invitation)
    context = {"invitation": invitation, "link": link, "picture": _picture(link), "back": back}
    return render(request, "office/link_to_hand_over.html", context)


def _picture(link: str) -> str:
    """Return a link as a square to point a phone at: the address of a picture in the page."""
    square = get_adapter().build_totp_svg(link)  # of any text
    return f"data:image/svg+xml;base64,{b64encode(square.encode()).decode()}"


@require_http_methods(["POST"])
def ask_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send an invitation again, with a new link; the one before stops working."""
    user, invitation, back = _invitation(request, pk)
    if invitation.withdrawn_at:
        sentence = _("The invitation of {who} was taken back. Ask them in anew.")
        messages.warning(request, with_names(sentence, who=invitation.whom))
        return redirect(back)
    with SayOutcome(request):
        actions.send_again(invitation, by=user)
        return _hand_over(request, invitation, back)
    return redirect(back)


@require_http_methods(["POST"])
def take_invitation_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, invitation, back = _invitation(request, pk)
    if invitation.withdrawn_at is None:
        actions.withdraw(invitation, by=user)
    sentence = _("Taken back. The link that {who} was given no longer works.")
    messages.success(request, with_names(sentence, who=invitation.whom))
    return redirect(back)


@require_http_methods(["POST"])
@asks_again
def way_in_page(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    user, service = of_own_team(request, slug, Act.ARRANGE_PEOPLE)
    row = selectors.member_of(service, pk)
    back = reverse("our-team", args=[slug])
    with SayOutcome(request):
        invitation = actions.make_way_in(row.user, service=service, by=user)
        return _hand_over(request, invitation, back)
    return redirect(back)


def _invitation(request: HttpRequest, pk: uuid.UUID) -> tuple[User, Invitation, str]:
    """Return who asks, an invitation, and the page it stands on. Raises Http404, 403."""
    user = signed_in(request)
    invitation = selectors.invitation_in_reach(user, pk)
    place = invitation.place
    if place is None or not actions.may_invite(user, place, invitation.role):
        raise PermissionDenied
    if isinstance(place, Service):
        roles = roles_in_service(user, place)
    else:
        roles = roles_in_organisation(user, place)
        share = newest_sent_to(place)
        if not roles and not user.is_staff and share is not None:
            return user, invitation, share.get_absolute_url()
    ask_second_step(request, Act.INVITE_TO_TEAM, roles)
    return user, invitation, people_page(place, roles)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def ask_many(request: HttpRequest, slug: str) -> HttpResponse:
    user, organisation = of_lead(request, slug)
    form = ManyForm(posted(request), request.FILES or None, organisation=organisation, by=user)
    context = {
        "organisation": organisation,
        "back": reverse("our-people", args=[slug]),
        "back_text": _("People"),
    }
    return _ask_many(request, "office/ask_many.html", form, context)


@require_http_methods(["GET", "POST"])
def ask_several(request: HttpRequest, slug: str) -> HttpResponse:
    user, service, roles = team_to_ask_into(request, slug)
    form = SeveralForm(posted(request), service=service, role=_role_to_give(roles), by=user)
    context = {
        "service": service,
        "sees": team_sees(service),
        "alone": Role.MANAGER in roles and people_of(service).count() == 1,
        "back": people_page(service, roles),
        "back_text": service.name,
    }
    return _ask_many(request, "office/ask_several.html", form, context)


def _ask_many(
    request: HttpRequest, template: str, form: ManyForm | SeveralForm, context: dict[str, Any]
) -> HttpResponse:
    """Take what was typed, show whom it asks in, then ask them: all of them or nobody."""
    context["here"] = request.path
    if form.is_valid() and request.POST.get("sure") != "yes":
        return _look(request, form.invitees, context | {"fields": form.once_more})
    if form.is_valid():
        with RefusalOnField(form, form.box):  # somebody was quicker
            organisation = form.organisation
            rows = actions.invite_many(form.invitees, organisation=organisation, by=form.by)
            return _say_invited(request, rows, context)
    return form_page(request, template, form, context)


def _look(
    request: HttpRequest, people: list[actions.Invitee], context: dict[str, Any]
) -> HttpResponse:
    """Show whom they ask in, team by team; what is long is folded."""
    ordered = sorted(people, key=lambda row: (row.service.name.casefold(), row.number))
    teams = [(team, list(rows)) for team, rows in groupby(ordered, key=lambda row: row.service)]
    more = {"teams": teams, "is_long": len(people) > A_PAGE, "count": len(people)}
    return render(request, "office/ask_many_look.html", context | more)


def _say_invited(
    request: HttpRequest, invitations: list[Invitation], context: dict[str, Any]
) -> HttpResponse:
    """Say that they are asked, with the links to hand over, shown once."""
    by_hand = [(row, actions.link_of(row)) for row in invitations if row.by_hand]
    letters = len(by_hand) < len(invitations)
    more = {"letters": letters, "resting": actions.letters_rest(), "by_hand": by_hand}
    return render(request, "office/asked_many.html", context | more)


@require_http_methods(["GET"])
def people_template(request: HttpRequest, slug: str) -> HttpResponse:
    _user, organisation = of_lead(request, slug)
    names = selectors.teams_in(organisation).values_list("name", flat=True)
    return file_answer(sheets.template(names), XLSX, "people.xlsx")
