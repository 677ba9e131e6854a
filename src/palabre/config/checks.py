"""Start-up checks: an unsafe configuration is refused, each with its reason and its remedy (SR-64)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from palabre.config.databases import postgresql
from palabre.config.env import LOOPBACK, is_onion
from palabre.exchange.backups import UNFINISHED
from palabre.exchange.choices import beyond
from palabre.kit.keyfile import KEY_BYTES

DJANGO_DEFAULT = "django-insecure-"
TLS = frozenset({"require", "verify-ca", "verify-full"})
COOKIES = ("SESSION", "CSRF", "LANGUAGE")


@register(Tags.security)
def check_debug(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Debug pages show settings and variables to whoever makes an error."""
    if not settings.DEBUG:
        return []
    return [Error("DEBUG is on.", hint="Take it away: there is no debug mode.", id="palabre.E001")]


@register(Tags.security)
def check_secret(app_configs: object, **_: Any) -> list[CheckMessage]:
    """A known or short key lets anybody sign cookies and links."""
    key = settings.SECRET_KEY
    if len(key) >= 40 and len(set(key)) >= 10 and not key.startswith(DJANGO_DEFAULT):
        return []
    hint = "Leave SECRET_KEY empty and one is made in DATA/secret.key, or give at least 40 random characters."
    return [Error("SECRET_KEY is short or well known.", hint=hint, id="palabre.E002")]


@register(Tags.security)
def check_hosts(app_configs: object, **_: Any) -> list[CheckMessage]:
    """A wildcard lets a stranger's name into links that are sent by mail."""
    if settings.ALLOWED_HOSTS and not any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            "ALLOWED_HOSTS has a wildcard or is empty.",
            hint="Set ORIGIN to the one address.",
            id="palabre.E003",
        )
    ]


@register(Tags.security)
def check_origin(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Plain http only for oneself on the same machine."""
    env = settings.ENV
    plain = [one for one in env.mirrors if not one.startswith("https://") and not is_onion(one)]
    if plain:
        hint = "MIRRORS: https://…, or http://….onion (Tor itself encrypts up to the service)."
        return [Error(f"Pages would travel unencrypted from {plain[0]}.", hint=hint, id="palabre.E004")]
    if env.https or (env.public_host in LOOPBACK and env.listens_on_loopback):
        return []
    hint = "Set ORIGIN=https://… and put a proxy with a certificate in front (deploy/), or HOST=127.0.0.1."
    return [Error("Pages would travel unencrypted beyond this machine.", hint=hint, id="palabre.E004")]


@register(Tags.security)
def check_proxy(app_configs: object, **_: Any) -> list[CheckMessage]:
    """X-Forwarded-Proto is believed only from a proxy nobody else can pass for."""
    env = settings.ENV
    if not env.https or env.listens_on_loopback or env.proxy:
        return []
    hint = "HOST=127.0.0.1 if the proxy is on this machine; PROXY=yes if only the proxy can reach HOST:PORT."
    return [Error("Anybody could pass for the HTTPS proxy.", hint=hint, id="palabre.E005")]


@register(Tags.security)
def check_cookies(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Cookies out of reach of scripts and of other sites; bound to this host under https (SR-10)."""
    weak = []
    for kind in COOKIES:
        name, lax = getattr(settings, f"{kind}_COOKIE_NAME"), getattr(settings, f"{kind}_COOKIE_SAMESITE")
        safe = getattr(settings, f"{kind}_COOKIE_HTTPONLY") and lax in {"Lax", "Strict"}
        if settings.ENV.https:
            safe = safe and getattr(settings, f"{kind}_COOKIE_SECURE") and name.startswith("__Host-")
        if not safe:
            weak.append(name)
    if not weak:
        return []
    return [
        Error(
            f"Weak cookies: {', '.join(weak)}.",
            hint="Leave settings/security.py as it is.",
            id="palabre.E006",
        )
    ]


@register(Tags.security)
def check_mail_links(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Mail goes out encrypted, unless the mail server is on this machine."""
    host = getattr(settings, "EMAIL_HOST", "localhost")
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if not smtp or host in LOOPBACK or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL:
        return []
    return [Error("Mail would travel unencrypted.", hint="EMAIL_URL=smtp+tls://… or smtps://….", id="palabre.E007")]


@register(Tags.security)
def check_database_line(app_configs: object, **_: Any) -> list[CheckMessage]:
    """What is said travels to a database on another machine under TLS only (SR-66)."""
    url = settings.ENV.database_url
    made = postgresql(url) if url else {}
    if made.get("HOST", "") in {"", *LOOPBACK} or made["OPTIONS"].get("sslmode") in TLS:
        return []
    hint = "Add ?sslmode=verify-full (or require) to DATABASE_URL."
    return [Error("The database would be reached unencrypted.", hint=hint, id="palabre.E008")]


@register(Tags.security)
def check_field_keys(app_configs: object, **_: Any) -> list[CheckMessage]:
    """What special-category fields are sealed with is there, and nobody could guess it (SR-24)."""
    ring = settings.FIELD_KEYS
    if ring and all(len(key) == KEY_BYTES and len(set(key)) >= 10 for _name, key in ring):
        return []
    hint = "Leave FIELD_KEYS empty and a key is made in DATA/field.keys, or give what palabre keys rotate prints."
    return [Error("FIELD_KEYS is missing or can be guessed.", hint=hint, id="palabre.E009")]


@register(Tags.security)
def check_retention(app_configs: object, **_: Any) -> list[CheckMessage]:
    """A period may be shortened at will, lengthened up to its ceiling (DOMAIN.md §4.5)."""
    wrong = beyond()
    if not wrong:
        return []
    hint = "docs/operate/retention.md lists the kinds and their ceilings."
    return [Error(f"RETENTION: {'; '.join(wrong)}.", hint=hint, id="palabre.E010")]


@register(Tags.security)
def check_unfinished_restore(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Until the ledger of erasures is replayed, somebody who was erased may be back (SR-30)."""
    if not (settings.DATA / UNFINISHED).exists():
        return []
    return [Error("A restore was not finished.", hint="palabre restore --finish", id="palabre.E011")]


OURS = (
    check_debug,
    check_secret,
    check_hosts,
    check_origin,
    check_proxy,
    check_cookies,
    check_mail_links,
    check_database_line,
    check_field_keys,
    check_retention,
    check_unfinished_restore,
)


def found() -> Sequence[CheckMessage]:
    """What is unsafe in this configuration."""
    return [message for check in OURS for message in check(None)]


def refuse_unsafe() -> None:
    """Raises ImproperlyConfigured with one sentence for each thing that is unsafe."""
    wrong = found()
    if wrong:
        raise ImproperlyConfigured(" ".join(f"{one.msg} {one.hint}" for one in wrong))
