"""Hosts, cookies, passphrases. config/checks.py refuses to start when these are weakened."""

from palabre.config.hosts import allowed_hosts, onions, trusted_origins
from palabre.config.settings.base import ENV

ALLOWED_HOSTS = allowed_hosts(ENV)
CSRF_TRUSTED_ORIGINS = trusted_origins(ENV)
ONIONS = onions(ENV)

# Behind HTTPS the browser itself holds the cookies to this host (`__Host-`, SR-10).
_PREFIX = "__Host-" if ENV.https else ""
SESSION_COOKIE_NAME = _PREFIX + "palabre"
CSRF_COOKIE_NAME = _PREFIX + "form"
LANGUAGE_COOKIE_NAME = _PREFIX + "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENV.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# no cookie of a form outlives the browser: on a shared device it would tell for a year who was here (DOMAIN.md §4.4)
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "palabre.kit.views.error_csrf"

# HTTPS ends at a proxy on this machine, or at one that alone can reach us (PROXY=yes).
if ENV.https and (ENV.listens_on_loopback or ENV.proxy):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

AUTH_USER_MODEL = "people.Person"
# the address is unique whatever its capitals: people.Person has a constraint on Lower("email")
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

# How long whoever holds a role may go on without a second factor where the risk is standard (docs/decisions).
SECOND_FACTOR_GRACE = ENV.second_factor_grace
