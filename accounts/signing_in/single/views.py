"""The way to an organisation's sign-in, and back."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.signing_in.single.let_in import PROVIDER, RefusalReason, SignOnRefused
from accounts.signing_in.single.provider import Work
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
    try:
        where = get_next_redirect_url(request)
        address = provider.redirect(request, AuthProcess.LOGIN, next_url=where).url
    except SignOnRefused as refused:
        return _refused(request, refused.why)
    page = render(request, "account/to_work.html", {"address": address})
    page.headers["Refresh"] = f"0; url={address}"
    return page


@login_not_required
@require_http_methods(["GET"])
def from_work(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take somebody who comes back from there, or say why not."""
    or_404(settings.SINGLE_SIGN_ON and provider_id == PROVIDER)
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(Work(request, PROVIDER))(request)
    except SignOnRefused as refused:
        return _refused(request, refused.why)
    return answer


def _refused(request: HttpRequest, why: RefusalReason) -> HttpResponse:
    context: dict[str, Any] = {"why": why.name}
    status = STATUS.get(why, HTTPStatus.FORBIDDEN)
    return render(request, "account/not_from_work.html", context, status=status)
