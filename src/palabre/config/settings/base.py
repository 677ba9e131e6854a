"""Where things are."""

import os
from pathlib import Path

from palabre.config.env import SECRET, env
from palabre.config.secret import field_keys, secret_key

# Whatever this process writes is for its owner only: database, uploads, mails, key (SR-66).
os.umask(0o077)

ENV = env()
SECRET_SETTINGS = SECRET
HERE = Path(__file__).resolve().parents[2]
DATA = ENV.data
DATA.mkdir(parents=True, exist_ok=True)

DEBUG = False
DEMO = ENV.kind == "demo"
ORIGIN = ENV.public_origin
MIRRORS = ENV.mirrors
EXIT_PAGE = ENV.exit_page
BACKUP_KEY = ENV.backup_key
BACKUP_DAYS = ENV.backup_days
RETENTION = ENV.retention
SITE_CONTACT = ENV.site_contact
CLAMD = ENV.clamd
SECURITY_CONTACT = ENV.security_contact
SECRET_KEY = secret_key(ENV.secret_key, DATA)
FIELD_KEYS = field_keys(ENV.field_keys, DATA)
# kept in a file, they are read again when it changes: a rotation needs no restart
FIELD_KEYS_FILE = None if ENV.field_keys else DATA / "field.keys"

ROOT_URLCONF = "palabre.config.urls"
SAME_FOR_ALL_URLS = "palabre.public.urls"  # pages of which nobody asks who reads
WSGI_APPLICATION = "palabre.config.wsgi.application"
APPEND_SLASH = True

MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = ["palabre.files.uploads.CappedUploadHandler"]
# on the same, encrypted, disk as everything else, never in a /tmp that others share
FILE_UPLOAD_TEMP_DIR = DATA / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
UPLOAD_BYTES = ENV.upload_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# an attendance form of two hundred people has some fifteen fields a line
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
# Before `palabre run` has collected them, static files are served straight from the packages.
SERVESTATIC_USE_FINDERS = not COLLECTED
SERVESTATIC_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
