"""Addresses of signing in, second factors and the people behind the offices."""

from django.urls import include, path

from commissioning.views.sign_in import SignIn, StepUp

urlpatterns = [
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/step-up/", StepUp.as_view(), name="step_up"),
    path("accounts/", include("allauth.urls")),
]
