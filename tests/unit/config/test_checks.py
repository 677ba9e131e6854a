"""The settings matrix: one unsafe value at a time, and the start is refused (SR-64)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from palabre.config import preparing
from palabre.config.checks import found, refuse_unsafe
from palabre.config.choices import InstanceKind
from palabre.config.env import read_env
from palabre.demo.cast import accounts_table
from palabre.people.models import Person

SMTP = "django.core.mail.backends.smtp.EmailBackend"
HTTPS = read_env({"ORIGIN": "https://palabre.example.org"})
BEYOND = read_env({"HOST": "0.0.0.0"})
PLAIN = read_env({"ORIGIN": "http://palabre.example.org"})
EXPOSED = read_env({"ORIGIN": "https://palabre.example.org", "HOST": "0.0.0.0"})
BEHIND = read_env({"ORIGIN": "https://palabre.example.org", "HOST": "0.0.0.0", "PROXY": "yes"})
FAR = "postgres://palabre@db.example.org/palabre"
HOST_COOKIES = {f"{kind}_COOKIE_SECURE": True for kind in ("SESSION", "CSRF", "LANGUAGE")} | {
    f"{kind}_COOKIE_NAME": f"__Host-{kind}" for kind in ("SESSION", "CSRF", "LANGUAGE")
}

UNSAFE: list[tuple[str, dict[str, Any]]] = [
    ("E001", {"DEBUG": True}),
    ("E002", {"SECRET_KEY": "short"}),
    ("E002", {"SECRET_KEY": "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"}),
    ("E002", {"SECRET_KEY": "a" * 60}),
    ("E003", {"ALLOWED_HOSTS": ["*"]}),
    ("E003", {"ALLOWED_HOSTS": [".example.org"]}),
    ("E003", {"ALLOWED_HOSTS": []}),
    ("E004", {"ENV": BEYOND}),
    ("E004", {"ENV": PLAIN}),
    ("E005", {"ENV": EXPOSED, **HOST_COOKIES}),
    ("E006", {"SESSION_COOKIE_HTTPONLY": False}),
    ("E006", {"CSRF_COOKIE_HTTPONLY": False}),
    ("E006", {"LANGUAGE_COOKIE_SAMESITE": "None"}),
    ("E006", {"ENV": HTTPS}),
    ("E006", {"ENV": HTTPS, **HOST_COOKIES, "SESSION_COOKIE_NAME": "palabre"}),
    ("E006", {"ENV": HTTPS, **HOST_COOKIES, "SESSION_COOKIE_SECURE": False}),
    ("E009", {"FIELD_KEYS": ()}),
    ("E009", {"FIELD_KEYS": (("k1", bytes(32)),)}),
    ("E010", {"RETENTION": {"security": 366}}),
    ("E010", {"RETENTION": {"everything": 1}}),
    ("E008", {"ENV": read_env({"DATABASE_URL": FAR})}),
    ("E008", {"ENV": read_env({"DATABASE_URL": FAR + "?sslmode=prefer"})}),
    (
        "E007",
        {
            "EMAIL_BACKEND": SMTP,
            "EMAIL_HOST": "mail.example.org",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        },
    ),
]
SAFE: list[dict[str, Any]] = [
    {},
    {"ENV": read_env({"DATABASE_URL": FAR + "?sslmode=verify-full"})},
    {"ENV": read_env({"DATABASE_URL": "postgres://palabre@127.0.0.1/palabre"})},
    {"ENV": read_env({"DATABASE_URL": "postgres:///palabre"})},
    {"ENV": HTTPS, **HOST_COOKIES},
    {"ENV": BEHIND, **HOST_COOKIES},
    {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "mail.example.org", "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
    {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False},
]


@pytest.mark.covers("SR-64", "SR-10", "SR-66")
@pytest.mark.parametrize(("number", "changed"), UNSAFE, ids=lambda value: str(value)[:60])
def test_an_unsafe_setting_is_refused(number: str, changed: dict[str, Any], settings: Any) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [message.id for message in found()] == [f"palabre.{number}"]
    with pytest.raises(ImproperlyConfigured):
        refuse_unsafe()


@pytest.mark.covers("SR-64")
@pytest.mark.parametrize("changed", SAFE, ids=str)
def test_a_safe_setting_is_accepted(changed: dict[str, Any], settings: Any) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    refuse_unsafe()


@pytest.mark.covers("SR-64")
@pytest.mark.django_db
def test_demo_accounts_keep_a_real_instance_from_starting() -> None:
    preparing.refuse_demo_accounts(InstanceKind.EMPTY)
    Person.objects.create(email=accounts_table()[0][1], display_name="Somebody")
    preparing.refuse_demo_accounts(InstanceKind.DEMO)
    with pytest.raises(ImproperlyConfigured):
        preparing.refuse_demo_accounts(InstanceKind.EMPTY)
