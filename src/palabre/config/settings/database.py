"""Database, cache and sessions."""

import hashlib

from palabre.config.databases import database
from palabre.config.settings.base import DATA, ENV

DATABASES = {"default": database(ENV.database_url, DATA)}

# The cache counts attempts and holds short-lived figures; it must be common to all processes of one site, and to no other.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url,
        "KEY_PREFIX": hashlib.sha256(ENV.public_origin.encode()).hexdigest()[:12],
    }
    if ENV.redis_url
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "palabre.people.sessions"
# No write on a GET: how long a person was idle lives in a signed cookie (people.middleware.IdleLimit).
SESSION_SAVE_EVERY_REQUEST = False
