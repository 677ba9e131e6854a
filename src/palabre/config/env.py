"""Every setting that the environment may give: name, default, one line of help.

`docs/operate/settings.md` lists the same names in the same words, and a test compares them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from palabre.kit.boxes import PUBLIC, read_key

KIND_FILE = "instance"
# never shown, neither in a message nor on a page
SECRET = frozenset({"secret_key", "field_keys", "database_url", "redis_url", "email_url", "backup_key"})
LONGEST_BACKUPS = 90  # DOMAIN.md §4.5: what was erased is in no backup after that
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(ValueError):
    """A value of the environment that cannot be understood; says which one and what is expected."""


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("expected a whole number")
    return int(text)


def _yes(text: str) -> bool:
    if text.lower() not in {"", "0", "1", "no", "yes"}:
        raise ValueError("expected yes or no")
    return text.lower() in {"1", "yes"}


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or "@" in text):
        raise ValueError("expected an address such as https://palabre.example.org, without a path")
    return text.rstrip("/")


def _page(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname or not text.isprintable()):
        raise ValueError("expected the whole address of a page, such as https://www.example.org/weather")
    return text


def _clamd(text: str) -> str:
    if text and not text.startswith("/") and not text.rpartition(":")[2].isdecimal():
        raise ValueError("expected host:port, or the path of a socket")
    return text


def is_onion(origin: str) -> bool:
    """An address inside Tor, which encrypts by itself."""
    return (urlsplit(origin).hostname or "").endswith(".onion")


def _origins(text: str) -> tuple[str, ...]:
    return tuple(_origin(one.strip()) for one in text.split(",") if one.strip())


def _public_half(text: str) -> str:
    if text:
        read_key(text, PUBLIC)
    return text


def _days(text: str) -> int:
    if _whole(text) > LONGEST_BACKUPS:
        raise ValueError(f"expected at most {LONGEST_BACKUPS} days")
    return _whole(text)


def _periods(text: str) -> dict[str, int]:
    pairs = [one.strip().partition(":") for one in text.split(",") if one.strip()]
    if not all(name.isidentifier() and days.isdecimal() and int(days) for name, _colon, days in pairs):
        raise ValueError("expected name:days, commas between")
    return {name: int(days) for name, _colon, days in pairs}


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def setting(default: str, help_line: str, read: Callable[[str], object] = str) -> Any:
    """A field of `Env`: its default as it would stand in the environment, its line of help, its reader."""
    return field(metadata={"default": default, "help": help_line, "read": read})


@dataclass(frozen=True, kw_only=True)
class Env:
    """The whole environment, typed. Attributes are the variables' names in lower case."""

    data: Path = setting("data", "The one folder that holds all state.", _folder)  # noqa: RUF009 (a field)
    host: str = setting("127.0.0.1", "The address the server listens on.")
    port: int = setting("8000", "The port the server listens on.", _whole)
    origin: str = setting("", "The public address; if empty, http://localhost:PORT.", _origin)
    mirrors: tuple[str, ...] = setting(
        "", "Further addresses of the same pages, commas between: https://…, or http://….onion.", _origins
    )
    proxy: bool = setting("no", "yes: HOST is not loopback, but only your HTTPS proxy can reach it.", _yes)
    secret_key: str = setting("", "Signs cookies and links; if empty, made once and kept in DATA/secret.key.")
    field_keys: str = setting(
        "",
        "Keys of sealed fields, <id>:<base64 of 32 bytes>, commas between, the current one first; if empty, DATA/field.keys.",
    )
    database_url: str = setting("", "postgres://user:password@host:port/name; if empty, SQLite in DATA.")
    redis_url: str = setting("", "redis://host:port/number, the shared cache of several machines.")
    email_url: str = setting(
        "", "smtp://, smtp+tls:// or smtps:// user:password@host:port; if empty, files in DATA/mail."
    )
    mail_from: str = setting("palabre@localhost", "The sender of every mail.")
    workers: int = setting("2", "How many server processes answer pages.", _whole)
    upload_mb: int = setting("10", "The largest file a person may send, in megabytes.", _whole)
    exit_page: str = setting("", "Where quick exit leads; if empty, a blank page of our own.", _page)
    site_contact: str = setting(
        "", "Who answers for this site, and how to write to them: one line for the public pages."
    )
    security_contact: str = setting("", "An address (mailto: or https:) for whoever finds a weakness, in security.txt.")
    clamd: str = setting(
        "", "host:port or the socket's path of a ClamAV that looks at every upload; if empty, none.", _clamd
    )
    second_factor_grace: int = setting(
        "7",
        "Days that a role holder may go on without a second factor, where the risk is standard; 0: at once.",
        _whole,
    )
    backup_key: str = setting(
        "",
        "The public half of palabre keys backup-pair: backups are sealed to it; if empty, they are not.",
        _public_half,
    )
    backup_days: int = setting(
        "30", "How long the backup of each night stays in DATA/backups; 90 at most, 0: none is made by itself.", _days
    )
    retention: dict[str, int] = setting(  # noqa: RUF009 (a field)
        "", "Shorter or longer periods of retention, kind:days, commas between (docs/operate/retention.md).", _periods
    )
    time_zone: str = setting("UTC", "The time zone of the server's own lines; each person has their own.")

    @property
    def kind(self) -> str:
        """`demo` or `empty`, as the first start wrote it; nothing before."""
        file = self.data / KIND_FILE
        return file.read_text().strip() if file.exists() else ""

    @property
    def public_origin(self) -> str:
        return self.origin or f"http://localhost:{self.port}"

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_origin).hostname or ""

    @property
    def https(self) -> bool:
        return self.public_origin.startswith("https://")

    @property
    def listens_on_loopback(self) -> bool:
        return self.host in LOOPBACK


def read_env(source: Mapping[str, str]) -> Env:
    """The typed settings of `source` (usually os.environ). Raises BadSetting."""
    values: dict[str, object] = {}
    for one in fields(Env):
        text = source.get(one.name.upper(), "").strip() or one.metadata["default"]
        try:
            values[one.name] = one.metadata["read"](text)
        except ValueError as wrong:
            shown = "…" if one.name in SECRET else repr(text)
            raise BadSetting(f"{one.name.upper()}={shown}: {wrong}.") from None
    return Env(**values)  # type: ignore[arg-type]


@cache
def env() -> Env:
    """The settings of this process, read once."""
    return read_env(os.environ)
