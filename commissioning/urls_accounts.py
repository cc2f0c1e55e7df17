"""Addresses of signing in, second factors and the people behind the offices.

django-allauth's addresses are listed one by one: what is not offered (sign-up, change of e-mail address) is closed.
"""

from allauth.account import views as account
from django.urls import include, path, re_path

from commissioning.views.help import urlpatterns as explanations
from commissioning.views.own_sessions import urlpatterns as own_sessions
from commissioning.views.people import urlpatterns as people
from commissioning.views.sign_in import SecondFactor, SignIn, StepUp, closed

CLOSED = [
    path("accounts/signup/", closed, name="account_signup"),
    path("accounts/email/", closed, name="account_email"),
    path("accounts/confirm-email/", closed, name="account_email_verification_sent"),
    path("accounts/confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("accounts/password/set/", closed, name="account_set_password"),
    path("accounts/login/code/confirm/", closed, name="account_confirm_login_code"),
]
PASSWORDS = [
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
urlpatterns = [
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/step-up/", StepUp.as_view(), name="step_up"),
    path("accounts/second-factor/", SecondFactor.as_view(), name="second_factor"),
    *PASSWORDS,
    *CLOSED,
    path("accounts/2fa/", include("allauth.mfa.urls")),
    *own_sessions,
    *people,
    *explanations,
]
