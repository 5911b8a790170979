"""The way to an organisation's sign-in, and back."""

import time
from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.statekit import get_states
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.signing_in.single.let_in import PROVIDER, RefusalReason, SignOnRefused
from accounts.signing_in.single.provider import ASKED_AT, Work
from pages.answers import or_404

STATUS = {
    RefusalReason.AWAY: HTTPStatus.SERVICE_UNAVAILABLE,
    RefusalReason.CANCELLED: HTTPStatus.OK,
}


@login_not_required
@require_http_methods(["POST"])
def to_work(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation's sign-in by a page: no form of ours may lead to another site."""
    or_404(settings.SINGLE_SIGN_ON)
    provider = get_adapter(request).get_provider(request, PROVIDER)
    where = get_next_redirect_url(request)
    try:
        data = {ASKED_AT: time.time()}
        address = provider.redirect(request, AuthProcess.LOGIN, next_url=where, data=data).url
    except SignOnRefused as refused:
        return _refused(request, refused.why, where)
    page = render(request, "account/to_work.html", {"address": address})
    page.headers["Refresh"] = f"0; url={address}"
    return page


@login_not_required
@require_http_methods(["GET"])
def from_work(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take somebody who comes back from there, or say why not."""
    or_404(settings.SINGLE_SIGN_ON and provider_id == PROVIDER)
    began = get_states(request).get(request.GET.get("state", ""))  # it counts once
    where = began[0].get("next") if began else None
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(Work(request, PROVIDER))(request)
    except SignOnRefused as refused:
        return _refused(request, refused.why, where)
    return answer


def _refused(request: HttpRequest, why: RefusalReason, where: str | None) -> HttpResponse:
    """Say why; who was to say again that it is them has other ways, and what they pressed waits."""
    query = f"?{urlencode({'next': where})}" if where else ""
    ways = []
    for way in get_account_adapter(request).get_reauthentication_methods(request.user):
        if way["id"] != "anew":
            ways.append({**way, "url": way["url"] + query})
    context = {
        "why": why.name,
        "once_more": reverse("account_again_anew") + query,
        "reauthentication_alternatives": ways,
    }
    status = STATUS.get(why, HTTPStatus.FORBIDDEN)
    return render(request, "account/not_from_work.html", context, status=status)
