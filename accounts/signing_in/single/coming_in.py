"""Signing in whom an organisation's sign-in lets in."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User
from accounts.signing_in import again
from accounts.signing_in.single.let_in import PROVIDER, SignOnRefused, Why, person_let_in
from accounts.signing_in.single.signing_out import ENDS_AT


def sign_in_from_work(request: HttpRequest, login: SocialLogin) -> HttpResponseBase:
    """Sign in whom the claims let in; who is signed in has said again that it is them.

    A second step is asked for after this, too, of whoever has one. Raises SignOnRefused.
    """
    here = request.user if isinstance(request.user, User) else None
    with transaction.atomic():  # who is refused is not linked either
        person = person_let_in(login.account.extra_data["claims"])
        if here and here != person:
            raise SignOnRefused(Why.ANOTHERS)
    where = login.state.get("next")
    if here:
        again.say(request, person, PROVIDER)
        return redirect(where or get_adapter(request).get_login_redirect_url(request))
    record_authentication(request, person, method=PROVIDER)
    request.session[ENDS_AT] = login.account.extra_data["ends_at"]
    answer: HttpResponseBase = perform_login(
        request, person, email_verification="none", redirect_url=where
    )
    return answer
