"""The ceiling: a minimal Django view with one query, and the floor: 50 items behind Django's own middleware."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PAGE = """{% for item in items %}<article><h2>{{ item.0 }}</h2><p>{{ item.1 }}</p><p>{{ user }}</p></article>{% endfor %}"""


def configure(folder: Path) -> None:
    settings.configure(
        SECRET_KEY="bench" * 10, ALLOWED_HOSTS=["localhost", "127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "floor.sqlite3"}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware", "django.middleware.gzip.GZipMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )  # fmt: skip
    django.setup()


def bare(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def fifty(request: HttpRequest) -> HttpResponse:
    items = [(f"Point {n}", "Ce que nous avons dit. " * 6) for n in range(50)]
    return HttpResponse(_template().render({"items": items, "user": request.user}, request))


def _template(known: list[Any] = []) -> Any:  # noqa: B006 (compiled once for each process)
    if not known:
        known.append(engines["django"].from_string(PAGE))
    return known[0]


def sign_in(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth import login
    from django.contrib.auth.models import User

    login(request, User.objects.get(username="bench"))
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), path("fifty/", fifty), path("enter/", sign_in)]


def main() -> None:
    configure(Path(sys.argv[1]))
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.get_or_create(username="bench")
    from palabre.config.env import read_env
    from palabre.config.serving import serve_pages

    serve_pages(read_env(os.environ), get_wsgi_application())


if __name__ == "__main__":
    main()
