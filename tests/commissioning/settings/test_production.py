"""Production refuses to start on what would be unsafe, and says what to set."""

import importlib
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.source import ROOT

MODULE = "commissioning.settings.production"
GOOD = {
    "SECRET_KEY": "k7Vq2" * 12,
    "ALLOWED_HOSTS": "decisions.lammasvale.gov.uk",
    "DATABASE_URL": "postgres://app:secret@db.internal/decisions",
    "COUNCIL_NAME": "London Borough of Lammas Vale",
    "SOURCE_CODE_URL": "https://decisions.lammasvale.gov.uk/source/",
}
REFUSED = [
    ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is too short or a sample"),
    ({"SECRET_KEY": "demo-" + "k7Vq2" * 12}, "SECRET_KEY is too short or a sample"),
    ({"SECRET_KEY": "test-" + "k7Vq2" * 12}, "SECRET_KEY is too short or a sample"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name exact hosts"),
    ({"ALLOWED_HOSTS": "a.example,.gov.uk"}, "ALLOWED_HOSTS must name exact hosts"),
    ({"ALLOWED_HOSTS": "a.example,"}, "ALLOWED_HOSTS must name exact hosts"),
    ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
    ({"DATABASE_URL": "sqlite:///decisions.sqlite3"}, "DATABASE_URL names SQLite"),
    ({"COUNCIL_NAME": ""}, "COUNCIL_NAME is not set"),
    ({"SOURCE_CODE_URL": ""}, "SOURCE_CODE_URL is not set"),
    ({"BASE_URL": "http://decisions.lammasvale.gov.uk"}, "BASE_URL must begin with https://"),
    ({"LEDGER_KEY_FILE": str(ROOT / "var" / "log1.key")}, "LEDGER_KEY_FILE lies inside the checkout"),
]


@pytest.fixture
def production(monkeypatch):
    """Loads the settings afresh with an environment of its own."""

    def load(**changes: str):
        for name in ("BASE_URL", "LEDGER_KEY_FILE", "BEHIND_TLS_PROXY", "EMAIL_HOST", "DEFAULT_FROM_EMAIL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {**GOOD, **changes}.items():
            monkeypatch.setenv(name, value)
        sys.modules.pop(MODULE, None)
        return importlib.import_module(MODULE)

    yield load
    sys.modules.pop(MODULE, None)


@pytest.mark.parametrize(("changes", "words"), REFUSED, ids=[f"{w} {list(c.values())[0][:12]}" for c, w in REFUSED])
def test_refuses_to_start(production, changes, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        production(**changes)


def test_starts_with_everything_that_is_asked_for(production):
    settings = production()

    assert (settings.DEBUG, settings.DEMO_MODE) == (False, False)
    assert settings.BASE_URL == "https://decisions.lammasvale.gov.uk"
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_cookies_travel_over_tls_only_and_bind_to_the_host(production):
    settings = production()

    assert (settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT) == (True,) * 3
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("__Host-session", "__Host-csrf")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")
    assert settings.SECURE_HSTS_SECONDS >= 31536000


def test_passwords_are_kept_with_argon2_and_attempts_are_locked(production):
    settings = production()

    assert settings.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert settings.AUTHENTICATION_BACKENDS[0] == "axes.backends.AxesStandaloneBackend"
    assert getattr(settings, "AXES_ENABLED", True) is True


def test_proxy_header_is_believed_only_behind_a_named_proxy(production):
    without = hasattr(production(), "SECURE_PROXY_SSL_HEADER")
    behind = production(BEHIND_TLS_PROXY="1")

    assert without is False
    assert behind.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
    assert behind.ALLAUTH_TRUSTED_PROXY_COUNT == 1


def test_policy_allows_nothing_but_this_site(production):
    directives = production().CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'none'"]
    assert {source for values in directives.values() for source in values} == {"'none'", "'self'"}


def test_check_for_deployment_is_clean():
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}

    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**inherited, **GOOD, "DJANGO_SETTINGS_MODULE": MODULE},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
