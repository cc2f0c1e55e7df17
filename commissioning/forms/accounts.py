"""django-allauth's forms in GOV.UK dress and plain words; what they check and do stays allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChange
from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.forms import ReauthenticateForm as AllauthPasswordAgain
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgain
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from commissioning.forms.govuk import GovukFormMixin, Look

LENGTH_HINT = "12 characters or more. A few words in a row are easy to remember and hard to guess."
CODE_HINT = "6 digits from your authenticator app, or one of your recovery codes"


class Plain(GovukFormMixin):
    """Takes allauth's placeholders away: a label says it, and placeholders vanish while typing."""

    words: dict[str, tuple[str, str]] = {}  # field: label, hint

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, one in self.fields.items():
            one.widget.attrs.pop("placeholder", None)
            if name in self.words:
                one.label, one.help_text = self.words[name]
                one.error_messages["required"] = f"Enter {self._subject(name)}"

    def _subject(self, name: str) -> str:
        label = str(self.fields[name].label)
        return f"your {label[0].lower()}{label[1:]}" if not label.lower().startswith("your") else label.lower()


class SignInForm(Plain, LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}
    looks = {"login": Look(width=30), "password": Look(width=20)}


class ForgottenPasswordForm(Plain, ResetPasswordForm):
    words = {"email": ("E-mail address", "")}
    looks = {"email": Look(width=30)}


class NewPasswordForm(Plain, ResetPasswordKeyForm):
    words = {"password1": ("New password", LENGTH_HINT), "password2": ("New password again", "")}
    looks = {"password1": Look(width=20), "password2": Look(width=20)}


class ChangePasswordForm(Plain, AllauthChange):
    words = {
        "oldpassword": ("Present password", ""),
        "password1": ("New password", LENGTH_HINT),
        "password2": ("New password again", ""),
    }
    looks = {name: Look(width=20) for name in words}


class PasswordAgainForm(Plain, AllauthPasswordAgain):
    words = {"password": ("Password", "")}
    looks = {"password": Look(width=20)}


class CodeForm(Plain, AuthenticateForm):
    words = {"code": ("Code", CODE_HINT)}
    looks = {"code": Look(width=10)}


class CodeAgainForm(Plain, AllauthCodeAgain):
    words = {"code": ("Code", CODE_HINT)}
    looks = {"code": Look(width=10)}


class AppForm(Plain, ActivateTOTPForm):
    words = {"code": ("Code from the app", "6 digits; the app shows new ones every 30 seconds")}
    looks = {"code": Look(width=5)}


class RemoveAppForm(Plain, DeactivateTOTPForm):
    """No fields: a button only."""


class PasskeyForm(Plain, AddWebAuthnForm):
    words = {"name": ("Name of this passkey", "So that you know it again, for example: Work laptop")}
    looks = {"name": Look(width=20)}
    says_optional = False


class PasskeyNameForm(Plain, EditWebAuthnForm):
    name = forms.CharField(max_length=100)
    words = {"name": ("Name of this passkey", "")}
    looks = {"name": Look(width=20)}


class RecoveryCodesForm(Plain, GenerateRecoveryCodesForm):
    """No fields: a button only."""
