"""What comes from an organisation's sign-in, believed only where it is signed, fresh and for us."""

import time
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

import jwt
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from requests import RequestException, Response
from urllib3.exceptions import HTTPError

from accounts.models import User
from accounts.models.user import CLOCKS_DIFFER
from accounts.signing_in import again
from accounts.signing_in.single.let_in import (
    ENDS_AT,
    PROVIDER,
    RefusalReason,
    SignOnRefused,
    address_in,
    person_let_in,
    text_of,
)

T = TypeVar("T")

ASKED_AT = "asked_at"  # kept with each way there: when it was begun

# Signed with a key that only the provider has: none that the two of us share, and never unsigned.
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]

# What a provider's answer can break in our hands: none of it is a reason for a traceback.
BROKEN = (
    SignOnRefused,
    RequestException,
    OAuth2Error,
    jwt.PyJWTError,
    AttributeError,  # a list, or nothing, where there should be names
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
# What is read of one answer, and for how long: one without end would hold a thread, or all memory.
AT_A_TIME, MOST_BYTES, MOST_SECONDS = 65_536, 1_000_000, 10


def nonce_of(state: str) -> str:
    """Return the nonce of a request, which comes back inside the signed token.

    It is made of the request's state, which is random, in one session and used once.
    """
    return salted_hmac("accounts.single_sign_on", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):  # type: ignore[misc]  # allauth has no types
    """Asks with a nonce, and for a fresh sign-in where somebody says again that it is them."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        more = {**extra_params, "nonce": nonce_of(self.state)}
        if self.request.user.is_authenticated:
            # Whoever sits at the browser can strike it out: what comes back is looked at for it.
            more |= {"prompt": "login", "max_age": "0"}
        return str(super().get_redirect_url(authorization_url, sorted(scope), more))


def reason_of(error: Exception | None) -> RefusalReason:
    """Say what it means that a step on the way failed."""
    if isinstance(error, SignOnRefused):
        return error.why
    if isinstance(error, RequestException) and not isinstance(error, ValueError):
        return RefusalReason.AWAY
    return RefusalReason.UNTRUE


def refuse_broken_answers(step: Callable[..., T]) -> Callable[..., T]:
    """Let whatever breaks on what a provider says be a reason not to believe it."""

    @wraps(step)
    def careful(*args: Any, **kwargs: Any) -> T:
        try:
            return step(*args, **kwargs)
        except BROKEN as error:
            raise SignOnRefused(reason_of(error)) from error

    return careful


class Work(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the same
    """Reads the provider's own words, and checks each that we rely on."""

    client_class = Client

    @property
    @refuse_broken_answers
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider says of itself, if it is the one that was named.

        Where people and we are to ask is as well protected as that.
        """
        config: dict[str, Any] = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.SINGLE_SIGN_ON_ISSUER:
            raise SignOnRefused(RefusalReason.UNTRUE)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not address_in(config, name):
                raise SignOnRefused(RefusalReason.UNTRUE)
        return config

    @refuse_broken_answers
    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        token: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        return token

    @refuse_broken_answers
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Return the sign-in with its claims; nothing of them is kept."""
        claims = self._checked(str(kwargs["response"].get("id_token") or ""), app.client_id)
        if not constant_time_compare(
            str(claims.get("nonce", "")), nonce_of(request.GET.get("state", ""))
        ):
            raise SignOnRefused(RefusalReason.UNTRUE)
        if "email" not in claims:
            if not address_in(self.openid_config, "userinfo_endpoint"):
                raise SignOnRefused(RefusalReason.UNTRUE)
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise SignOnRefused(RefusalReason.UNTRUE)
            claims |= {name: more.get(name) for name in ("email", "email_verified", "name")}
        login = self.get_provider().sociallogin_from_response(request, {"sub": claims["sub"]})
        # Until it is decided who it is.
        ends_at = address_in(self.openid_config, "end_session_endpoint")
        login.account.extra_data = {"claims": claims, "ends_at": ends_at}
        return login

    def _checked(self, signed: str, client: str) -> dict[str, Any]:
        """Return what the provider has signed. Raises PyJWTError."""
        config = self.openid_config
        key = self._key(signed, config["jwks_uri"])
        needs = ["iss", "sub", "aud", "exp", "iat"]
        claims: dict[str, Any] = jwt.decode(
            signed,
            key,
            algorithms=SIGNED_BY,
            audience=client,
            issuer=config["issuer"],
            leeway=CLOCKS_DIFFER,
            options={"require": needs},
        )
        # Made for several, it says which of them asked for it.
        for_us_alone = claims["aud"] in (client, [client])
        if claims.get("azp", client if for_us_alone else "") != client:
            raise SignOnRefused(RefusalReason.UNTRUE)
        if not text_of(claims, "sub"):  # all whom it calls nothing would be one and the same
            raise SignOnRefused(RefusalReason.UNTRUE)
        return claims

    def _key(self, signed: str, where: str) -> jwt.PyJWK:
        key_id = jwt.get_unverified_header(signed).get("kid")
        with SingleAdapter().get_requests_session() as asking:
            answer = asking.get(where)
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        for key in keys:
            if key.key_id == key_id or (key_id is None and len(keys) == 1):
                return key
        raise SignOnRefused(RefusalReason.UNTRUE)


def refuse_failures(answer: Response, **_more: Any) -> None:
    """Raises RequestException where a server could not answer, or does not come to an end.

    Raises SignOnRefused where it sends us on: our secret would go along, to whatever place.
    """
    if answer.is_redirect:
        raise SignOnRefused(RefusalReason.UNTRUE)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        answer.raise_for_status()
    until, content = time.monotonic() + MOST_SECONDS, b""
    try:
        while part := answer.raw.read1(AT_A_TIME, decode_content=True):
            content += part
            if len(content) > MOST_BYTES or time.monotonic() > until:
                answer.close()
                raise RequestException("The answer does not end.")
    except HTTPError as error:
        raise RequestException("The answer broke off.") from error
    answer._content = content  # noqa: SLF001 -- it would read on


class SingleAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the same
    """Knows the provider that the environment names, and no other; nobody signs up by it."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the one provider; none stands in a table."""
        del request, provider, client_id
        if not settings.SINGLE_SIGN_ON:
            return []
        client = settings.SINGLE_SIGN_ON_CLIENT
        return [SocialApp(provider="openid_connect", provider_id=PROVIDER, **client)]

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        """Return the one provider, whose answers are read by our own rules."""
        work = super().get_provider(request, provider, client_id)
        work.oauth2_adapter_class = Work
        return work

    def get_requests_session(self) -> Any:
        """Ask so that a provider which fails is told from one that says what does not fit."""
        asking = super().get_requests_session()
        asking.hooks["response"].append(refuse_failures)
        return asking

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Sign in by our own rule; allauth's ways to an account end here. Raises SignOnRefused."""
        raise ImmediateHttpResponse(sign_in_from_work(request, sociallogin))

    def is_open_for_signup(self, *_args: Any) -> bool:
        """Refuse: who is let in has an account by then."""
        return False

    def on_authentication_error(
        self,
        *_args: Any,
        error: str | None = None,
        exception: Exception | None = None,
        **_more: Any,
    ) -> None:
        if error == AuthError.CANCELLED:
            raise SignOnRefused(RefusalReason.CANCELLED)
        raise SignOnRefused(reason_of(exception))


def sign_in_from_work(request: HttpRequest, login: SocialLogin) -> HttpResponseBase:
    """Sign in whom the claims let in; who is signed in has said again that it is them.

    A second step is asked for after this, too, of whoever has one. Raises SignOnRefused.
    """
    visitor = request.user if isinstance(request.user, User) else None
    claims = login.account.extra_data["claims"]
    where = login.state.get("next")
    typed_at = typed_there_at(claims)
    if visitor:
        began = (login.state.get("data") or {}).get(ASKED_AT, time.time())
        refuse_what_is_not_anew(typed_at, began)
    with transaction.atomic():  # who is refused is not linked either
        person = person_let_in(claims)
        if visitor and visitor != person:
            raise SignOnRefused(RefusalReason.ANOTHERS)
    if visitor:
        again.note_proof(request, person, PROVIDER, at=typed_at)
        return redirect(where or get_adapter(request).get_login_redirect_url(request))
    # It is a proof of who they are from when they typed something there, if at all.
    record_authentication(request, person, method=PROVIDER, at=typed_at or 0)
    request.session[ENDS_AT] = login.account.extra_data["ends_at"]
    answer: HttpResponseBase = perform_login(
        request, person, email_verification="none", redirect_url=where
    )
    return answer


def typed_there_at(claims: Mapping[str, Any]) -> float | None:
    """Return when somebody showed the provider who they are, as it has signed; None: it says not.

    It may have let them through since then without asking anything.
    """
    at = claims.get("auth_time")
    if isinstance(at, bool) or not isinstance(at, int | float):
        return None
    try:
        return float(at)
    except OverflowError:
        return None


def refuse_what_is_not_anew(typed_at: float | None, asked_at: float) -> None:
    """Take a sign-in there for a proof only where it came after we asked. Raises SignOnRefused."""
    if typed_at is None:
        raise SignOnRefused(RefusalReason.UNTOLD)
    if not asked_at - CLOCKS_DIFFER <= typed_at <= time.time() + CLOCKS_DIFFER:
        raise SignOnRefused(RefusalReason.NOT_ANEW)
