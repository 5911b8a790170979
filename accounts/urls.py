"""Addresses under /account/: those of allauth's pages that we need, by allauth's own names.

Left out on purpose: phone numbers, browsers that are trusted. The sign-up
address is there because allauth's mail to an unknown address wants to name it; it says "closed".
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as paper
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path, re_path

from accounts.getting_in import begin_views as begin
from accounts.getting_in import views as getting_in
from accounts.signing_in import again, views
from accounts.signing_in import second_step_views as chosen
from accounts.signing_in.again import asks_again, asks_again_to_open, shows_codes
from accounts.signing_in.second_step_views import in_turn
from accounts.signing_in.single import views as single
from accounts.signing_in.views import by_letter

second_step = [
    path("", steps.index, name="mfa_index"),
    path("code/", chosen.second_step, name="mfa_authenticate"),
    path("again/", in_turn(steps.reauthenticate), name="mfa_reauthenticate"),
    path("app/", asks_again_to_open(shows_codes(chosen.choose_app)), name="mfa_activate_totp"),
    path("app/take-away/", asks_again_to_open(chosen.take_app_away), name="mfa_deactivate_totp"),
    path("paper/", asks_again_to_open(paper.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "paper/make/",
        asks_again_to_open(shows_codes(paper.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "paper/file/",
        asks_again_to_open(paper.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "passkeys/add/",
        asks_again_to_open(shows_codes(in_turn(passkeys.add_webauthn))),
        name="mfa_add_webauthn",
    ),
    path("passkeys/again/", again.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path(
        "passkeys/<int:pk>/name/",
        asks_again_to_open(in_turn(passkeys.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path(
        "passkeys/<int:pk>/take-away/",
        asks_again_to_open(chosen.take_passkey_away),
        name="mfa_remove_webauthn",
    ),
]
urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("login/code/", by_letter(allauth.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("sign-on/", single.to_work, name="account_work"),
    path(
        "sign-on/back/", single.from_work, {"provider_id": "work"}, name="openid_connect_callback"
    ),
    path("again/letter/", again.AgainByLetter.as_view(), name="account_again_by_letter"),
    path("again/anew/", again.AgainAnew.as_view(), name="account_again_anew"),
    path("email/", asks_again(in_turn(views.own_addresses)), name="account_email"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", views.confirm_address, name="account_confirm_email"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", asks_again_to_open(allauth.password_set), name="account_set_password"),
    path("password/reset/", by_letter(allauth.password_reset), name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("close/", views.close_own_account, name="close-account"),
    path("second-step/", include(second_step)),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("name/", views.own_name, name="account_name"),
    path("where/", views.where_signed_in, name="account_where"),
    path("letters/", views.letters, name="letters"),
    path("kept/<uuid:key>/", views.kept_post, name="kept-post"),
    path("begin/organisation/", begin.organisation, name="begin-organisation"),
    path("begin/teams/", begin.teams, name="begin-teams"),
    path("begin/people/", begin.people, name="begin-people"),
    path("begin/done/", begin.done, name="begin-done"),
    path("come-in/<uuid:key>/<str:secret>/", getting_in.come_in, name="come-in"),
    path("still-here/", views.keepalive, name="keepalive"),
]
