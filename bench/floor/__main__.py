"""Serves them with our own server: `python -m bench.floor FOLDER`, as `startproject` configures Django, and gzip.

`python -m bench.floor FOLDER fill` makes and fills the tables.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings

WORDS = [
    "nous",
    "avons",
    "parlé",
    "de",
    "la",
    "forêt",
    "et",
    "du",
    "fleuve",
    "avec",
    "les",
    "femmes",
    "du",
    "village",
    "puis",
    "décidé",
    "ensemble",
    "quoi",
    "faire",
]
CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench" * 10, ALLOWED_HOSTS=["localhost", "127.0.0.1"], ROOT_URLCONF="bench.floor.urls", USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "floor.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages",
            "bench.floor",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": CONTEXT},
        }],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()


def fill() -> None:
    """One account, ten authors and 50 posts of some 400 characters."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from bench.floor.models import Post

    call_command("migrate", run_syncdb=True, verbosity=0)
    User.objects.get_or_create(username="bench")
    authors = User.objects.bulk_create(User(username=f"person{n}") for n in range(10))
    dice, now = random.Random(7), datetime.now(UTC)
    Post.objects.bulk_create(
        Post(
            author=authors[n % 10], title=f"Point {n}", at=now - timedelta(hours=n),
            body=" ".join(dice.choices(WORDS, k=75)),
        )
        for n in range(50)
    )  # fmt: skip


def main() -> None:
    configure(Path(sys.argv[1]))
    if sys.argv[2:] == ["fill"]:
        fill()
        return
    from django.core.wsgi import get_wsgi_application
    from django.db import connections

    from palabre.config.env import read_env
    from palabre.config.serving import serve_pages

    application = get_wsgi_application()
    connections.close_all()
    serve_pages(read_env(os.environ), application)


if __name__ == "__main__":
    main()
