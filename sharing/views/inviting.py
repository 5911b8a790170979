"""A report to a body that is not here yet: its name, and whom a letter goes to."""

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import letters_rest
from accounts.models import User
from accounts.policy import Act, require, roles_in_service
from accounts.selectors import team_service
from accounts.signing_in.signed_in import signed_in
from assessments.actions import Refused
from pages.answers import form_page, or_404, posted
from sharing import actions
from sharing.forms.inviting import AddressForm, NewBodyForm
from sharing.models import Share
from sharing.selectors import anybody_reads, begun_with_new_body, finished_of, team_share
from sharing.views.reach import not_done, of_team


@require_http_methods(["GET", "POST"])
def share_new_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the body's name and one person there, then begin."""
    user = signed_in(request)
    service = team_service(user, slug)
    require(Act.PREPARE_SHARE, roles_in_service(user, service))
    form = NewBodyForm(posted(request))
    kept = finished_of(service)
    if kept and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("name", "address")}
        begun = begun_with_new_body(service, **typed)
        if begun is not None:  # pressed twice
            return redirect("share-whom", begun.pk)
        try:
            share = actions.prepare_for_new_body(service=service, by=user, **typed)
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("share-whom", share.pk)
    return form_page(request, "sharing/new_body.html", form, {"service": service, "kept": kept})


@require_http_methods(["GET", "POST"])
def share_whom(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show whom the letter goes to, large enough to be read; let another be named, or nobody.

    Once the report is sent and nobody has come in, whoever is named is asked in at once.
    """
    user, share = of_team(request, pk, Act.PREPARE_SHARE)
    or_404(share.body.brought_by_id == share.service_id)
    if anybody_reads(share) or not (share.is_being_prepared or share.is_live):
        return redirect(share)
    if request.method == "POST" and request.POST.get("act") == "nobody":
        return _asked(request, user, share, AddressForm(request.POST), "")
    form = AddressForm(posted(request), initial={"seen": share.version})
    if form.is_valid():
        return _asked(request, user, share, form, form.cleaned_data["address"])
    return _whom(request, share, form)


def _asked(
    request: HttpRequest, user: User, share: Share, form: AddressForm, address: str
) -> HttpResponse:
    """Name who is asked in, or nobody: 302, 422 with what was typed, 409 where another did."""
    form.is_valid()
    seen = form.cleaned_data.get("seen")
    try:
        if share.is_being_prepared:
            # A version that never was, where the form does not say what was seen.
            seen = -1 if seen is None else seen
            actions.ask_another(share, address=address, seen=seen, by=user)
        elif address:
            actions.ask_in_now(share, address=address, by=user)
    except ValidationError as error:
        form.add_error(None, error)
        return _whom(request, share, form)
    except actions.Stale:
        share = team_share(user, share.pk)
        if share.invites != address:
            changed = _("Somebody changed this while you were writing. Look once more.")
            return not_done(request, share, changed, typed=address)
    if share.is_being_prepared and address:
        return redirect("share-whom", share.pk)
    return redirect(share)


def _whom(request: HttpRequest, share: Share, form: AddressForm) -> HttpResponse:
    context = {"share": share, "service": share.service, "resting": letters_rest(), **share.invited}
    return form_page(request, "sharing/whom.html", form, context)
