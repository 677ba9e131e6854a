"""A real instance of its own folder (and database), spoken to by its commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

PERSON = "quatre baobabs au bord du quai"
SETUP = """
import django; django.setup()
from palabre.people.models import *
from palabre.exchange.actions.erasing import erase
from palabre.journal.models import *
from palabre.people.actions import create_person
"""


class Instance:
    """One DATA folder; on PostgreSQL also one database, made for it."""

    def __init__(self, data: Path, database_url: str = "") -> None:
        self.data = data
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "ORIGIN", "DATA"}}
        self.environ = {**kept, "DATA": str(data), "DJANGO_SETTINGS_MODULE": "palabre.config.settings"}
        if database_url:
            self.environ["DATABASE_URL"] = database_url

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env={**self.environ, **more},
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "palabre.config.cli", *words, **more)

    def python(self, code: str) -> str:
        done = self.run("-c", SETUP + code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begun(self) -> Instance:
        """With a keeper and a person who has a sealed description and a file."""
        done = self.command("keeper", "garde@example.org")
        assert done.returncode == 0, done.stderr
        self.python(
            'p = create_person(email="awa@example.org", display_name="Awa")\n'
            'SelfDescription.objects.create(person=p, diversity="des mots à elle")'
        )
        (self.data / "files" / "ab").mkdir(parents=True)
        (self.data / "files" / "ab" / "one.txt").write_text("une feuille")
        return self

    def people(self) -> int:
        return int(self.python('print(Person.objects.filter(email="awa@example.org").count())'))


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One that stands, from which the others are copied."""
    server, name = os.environ.get("DATABASE_URL", ""), f"palabre_begun_{uuid4().hex[:8]}"
    if server:
        _ask(server, f'CREATE DATABASE "{name}"')
    yield Instance(tmp_path_factory.mktemp("begun") / "data", server and _beside(server, name)).begun()
    if server:
        _ask(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def make_instance(tmp_path: Path, begun: Instance) -> Iterator[object]:
    """`make_instance("a")`: nothing yet; with `copied=True`, as `begun` is. On SQLite, or on the server of DATABASE_URL."""
    made: list[str] = []
    server = os.environ.get("DATABASE_URL", "")

    def make(name: str, *, copied: bool = False) -> Instance:
        url = ""
        if copied:
            shutil.copytree(begun.data, tmp_path / name)
        if server:
            made.append(f"palabre_{name}_{uuid4().hex[:8]}")
            like = f' TEMPLATE "{begun.environ["DATABASE_URL"].rpartition("/")[2]}"' if copied else ""
            _ask(server, f'CREATE DATABASE "{made[-1]}"{like}')
            url = _beside(server, made[-1])
        return Instance(tmp_path / name, url)

    yield make
    for one in made:
        _ask(server, f'DROP DATABASE "{one}" WITH (FORCE)')


def _beside(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"


def _ask(server: str, line: str) -> None:
    import psycopg

    with psycopg.connect(_beside(server, "postgres"), autocommit=True) as connection:
        connection.execute(line)
