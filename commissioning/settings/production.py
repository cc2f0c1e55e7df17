"""Production: refuses to start without secret key, exact hosts, secure cookies and a real database server."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from commissioning.settings.base import *  # noqa: F403

env = environ.Env()


def required(name: str, why: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


DEMO_MODE = False
DEBUG = False
SECRET_KEY = required("SECRET_KEY", "make a long random one and keep it outside the code")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("demo-", "test-")):
    raise ImproperlyConfigured(
        "SECRET_KEY is too short or a sample: make a random one of 50 characters or more"
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "name the exact host names").split(",")]
if any(host in {"*", ""} or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name exact hosts, without wildcards")
DATABASES = {"default": env.db_url_config(required("DATABASE_URL", "a PostgreSQL address"))}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured("DATABASE_URL names SQLite: production needs PostgreSQL")
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits and lock-out count the person's address, not the proxy's

LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", default=f"{ALLOWED_HOSTS[0]}/audit/log1")
LEDGER_KEY_FILE = Path(env.str("LEDGER_KEY_FILE", default="/etc/jcdr/log1.key"))
if LEDGER_KEY_FILE.is_relative_to(BASE_DIR):  # noqa: F405
    raise ImproperlyConfigured("LEDGER_KEY_FILE lies inside the checkout: keep the signing key elsewhere")
LEDGER_WITNESSES = [tuple(pair.split(" ", 1)) for pair in env.list("LEDGER_WITNESSES", default=[])]
LEDGER_MIRROR = Path(env.str("LEDGER_MIRROR")) if env.str("LEDGER_MIRROR", default="") else None
ERASURE_JOURNAL = Path(env.str("ERASURE_JOURNAL", default="/var/lib/jcdr/erasures.jsonl"))
COUNCIL_NAME = required("COUNCIL_NAME", "the name that pages and records carry")
SOURCE_CODE_URL = required("SOURCE_CODE_URL", "the licence asks that users can fetch the running source")
BASE_URL = env.str("BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must begin with https://: mail carries one-time links")
CACHES = {  # shared by all workers, for limits and used codes; made once by `manage.py createcachetable`
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"decisions@{ALLOWED_HOSTS[0]}")
DOCUMENT_STORE = env.path("DOCUMENT_STORE", default=str(BASE_DIR / "var" / "documents"))()  # noqa: F405
