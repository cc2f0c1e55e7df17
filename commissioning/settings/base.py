"""Settings that every environment shares. Databases, hosts and secrets are in the files beside this one."""

from pathlib import Path

from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "commissioning.apps.CommissioningConfig",
    "decisions.apps.DecisionsConfig",
    "scrutiny.apps.ScrutinyConfig",
    "workflows.apps.WorkflowsConfig",
    "viewflow",
    "viewflow.workflow",
    "guardian",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "commissioning.middleware.OneMoment",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commissioning.middleware.SessionRules",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "commissioning.urls"
WSGI_APPLICATION = "commissioning.wsgi.application"
AUTH_USER_MODEL = "commissioning.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commissioning.views.chrome.chrome",
                "workflows.views.demo_clock.banner",
            ],
            "builtins": ["commissioning.templatetags.govuk"],
        },
    }
]

# Time and language: legal dates are London dates.
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

# Sign-in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "commissioning.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by e-mail; nobody signs up
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail; the page says the same to everybody
ACCOUNT_EMAIL_NOTIFICATIONS = True  # people hear of a changed password or second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, and after eight hours at the latest
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "commissioning.forms.accounts.SignInForm",
    "reset_password": "commissioning.forms.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "commissioning.forms.accounts.NewPasswordForm",
    "change_password": "commissioning.forms.accounts.ChangePasswordForm",
    "reauthenticate": "commissioning.forms.accounts.PasswordAgainForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that a link to set a password works
MFA_ADAPTER = "commissioning.accounts.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the link that set the password went to that address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Joint commissioning decisions"
MFA_TOTP_TOLERANCE = 1  # a code of the half minute before or after is accepted
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_FORMS = {
    "authenticate": "commissioning.forms.accounts.CodeForm",
    "reauthenticate": "commissioning.forms.accounts.CodeAgainForm",
    "activate_totp": "commissioning.forms.accounts.AppForm",
    "deactivate_totp": "commissioning.forms.accounts.RemoveAppForm",
    "add_webauthn": "commissioning.forms.accounts.PasskeyForm",
    "edit_webauthn": "commissioning.forms.accounts.PasskeyNameForm",
    "generate_recovery_codes": "commissioning.forms.accounts.RecoveryCodesForm",
}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "commissioning.accounts.account_name"
AXES_CLIENT_IP_CALLABLE = "commissioning.accounts.client_address"
AXES_LOCKOUT_TEMPLATE = "commissioning/locked_out.html"
AXES_VERBOSE = False
SESSION_IDLE_SECONDS = 15 * 60  # for people who decide, clear, sign or publish
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
LOGOUT_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "commissioning.views.typed.form_expired"
SESSION_COOKIE_AGE = 8 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# guardian: no anonymous row, nothing patched on to the user
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_RAISE_403 = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # object permissions are asked through commissioning.access only

# simple-history
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# Static files are committed; viewflow's own front end is never collected.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
DOCUMENT_STORE = VAR_DIR / "documents"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# The council and its log
COUNCIL_NAME = "London Borough of Lammas Vale"
LEDGER_ORIGIN = "decisions.lammasvale.example/audit/log1"
LEDGER_KEY_FILE = VAR_DIR / "keys" / "log1.key"  # read by the signer's process only
LEDGER_MIRROR: Path | None = None  # folder on other storage to which the signer copies both logs
LEDGER_WITNESSES: list[tuple[str, str]] = []  # (address, verifier key) of each outside witness
ERASURE_JOURNAL = VAR_DIR / "erasures.jsonl"  # replayed after a restore; kept apart from the database
SOURCE_CODE_URL = ""  # where users find the source of the running version (AGPL section 13)
DEMO_MODE = False
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = "decisions@lammasvale.example"
BASE_URL = "http://127.0.0.1:8000"  # how mail addresses this service

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def sqlite(path: Path | str) -> dict:
    """SQLite as the ledger needs it: writers queue, every commit is on disk, REPLACE fires the delete trigger."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON;"
            ),
        },
    }
