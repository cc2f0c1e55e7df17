"""Demo borough on this machine only: SQLite, one-click sign-in, a clock that can be moved forward."""

import os

from commissioning.settings.base import *  # noqa: F403
from commissioning.settings.base import VAR_DIR, sqlite

DEMO_MODE = True
DEBUG = False
SECRET_KEY = "demo-only-this-key-is-public-and-protects-nothing-of-value"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
DATABASES = {"default": sqlite(os.environ.get("DEMO_DATABASE") or VAR_DIR / "demo.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 600  # a new connection reads the text of every trigger again: 10 to 40 ms
AXES_ENABLED = False
BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"  # make demo PORT=8001
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
