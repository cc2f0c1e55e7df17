"""Tests: SQLite in memory unless DATABASE_URL names a PostgreSQL; fast hasher; nothing leaves the process."""

import os
import tempfile
from pathlib import Path

import environ

from commissioning.settings.base import *  # noqa: F403
from commissioning.settings.base import sqlite

DEMO_MODE = False
DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DOCUMENT_STORE = Path(tempfile.gettempdir()) / f"jcdr-test-documents-{os.getpid()}"
AXES_ENABLED = False

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": environ.Env().db("DATABASE_URL")}
else:
    DATABASES = {"default": sqlite(":memory:")}
    if os.environ.get("TEST_SQLITE_FILE"):  # race and browser tests need a file that several processes can open
        DATABASES["default"]["TEST"] = {"NAME": os.environ["TEST_SQLITE_FILE"]}
        DATABASES["default"]["CONN_MAX_AGE"] = 600  # as in the demonstration
