"""Sign-in and the own account. Names of allauth's pages are allauth's; only these are reachable."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import include, path

from linli.web.accounts import views
from linli.web.accounts.visitors import show_only_estate

_own = [
    path("", views.show_own_account, name="own"),
    path("sign-out-everywhere/", views.end_all_sessions, name="end_sessions"),
    path("who/", views.choose_person, name="choose_person"),
    path("keys/", views.add_token, name="add_token"),
    path("keys/<int:token_id>/end/", views.end_token, name="end_token"),
]
_sign_in = [
    path("sign-in/", show_only_estate(account.login), name="account_login"),
    path("code/", show_only_estate(account.request_login_code), name="account_request_login_code"),
    path(
        "code/enter/",
        show_only_estate(account.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", login_required(account.password_change), name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
]
_second_factor = [
    path("", views.show_second_factor, name="mfa_index"),
    path("enrol/", login_required(views.EnrolView.as_view()), name="mfa_activate_totp"),
    path("end/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("enter/", show_only_estate(mfa.authenticate), name="mfa_authenticate"),
    path("confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
urlpatterns = [
    path("accounts/", include(_sign_in)),
    path("accounts/second-factor/", include(_second_factor)),
    path("accounts/own/", include((_own, "accounts"))),
    path("language/", views.change_language, name="set_language"),
    path("elder-mode/", views.change_elder_mode, name="set_elder_mode"),
    path("elder-mode/", views.change_elder_mode, name="elder_mode"),
]
