"""The database: from an address to settings, and what SQLite really runs with (SR-66)."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from palabre.config.databases import database
from palabre.config.mailing import mail_settings
from palabre.config.secret import secret_key


def test_a_postgresql_address_is_taken_apart(tmp_path: Path) -> None:
    made = database("postgres://ka%40te:p%2Fw@db.example.org:6543/palabre?sslmode=verify-full", tmp_path)
    assert made["USER"] == "ka@te"
    assert made["PASSWORD"] == "p/w"
    assert (made["HOST"], made["PORT"], made["NAME"]) == ("db.example.org", "6543", "palabre")
    assert made["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize("url", ["mysql://root@localhost/palabre", "postgres://localhost", "palabre"])
def test_another_address_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        database(url, tmp_path)


@pytest.mark.covers("SR-66")
@pytest.mark.django_db
def test_sqlite_runs_as_it_should() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    with connection.cursor() as cursor:
        read = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 20000,
    }


@pytest.mark.covers("SR-66")
@pytest.mark.django_db
def test_the_database_file_is_for_its_owner_only() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL")
    file = Path(connection.settings_dict["NAME"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(settings.DATA).stat().st_mode) & 0o077 == 0


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    os.umask(0o022)
    try:
        first = secret_key("", tmp_path)
    finally:
        os.umask(0o077)
    assert len(first) >= 60
    assert secret_key("", tmp_path) == first
    assert secret_key("given", tmp_path) == "given"
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_mail_goes_to_files_until_a_server_is_named(tmp_path: Path) -> None:
    assert mail_settings("", tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    made = mail_settings("smtp+tls://me%40x.org:se%3Acret@mail.example.org", tmp_path)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"], made["EMAIL_PORT"]) == (
        "me@x.org",
        "se:cret",
        587,
    )
    assert made["EMAIL_USE_TLS"]
    assert not made["EMAIL_USE_SSL"]
    assert mail_settings("smtps://mail.example.org", tmp_path)["EMAIL_PORT"] == 465
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mail_settings("http://mail.example.org", tmp_path)
