"""The write-ahead log does not keep the order in which things were said."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from palabre.config import folding
from palabre.config.databases import PRAGMAS
from palabre.config.working import CHORES


def test_the_log_is_folded_and_cut_to_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    base.executescript(PRAGMAS)
    base.execute("CREATE TABLE said (words TEXT)")
    base.execute("INSERT INTO said VALUES ('without a name')")
    log = tmp_path / "x.sqlite3-wal"
    assert b"without a name" in log.read_bytes()

    class Cursor:
        def __enter__(self) -> Any:
            return base.cursor()

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(folding, "connection", SimpleNamespace(vendor="sqlite", cursor=Cursor))
    folding.fold_log()
    assert log.read_bytes() == b""
    assert base.execute("PRAGMA busy_timeout").fetchone() == (20000,)
    assert base.execute("SELECT words FROM said").fetchone() == ("without a name",)


def test_the_worker_does_it_each_minute() -> None:
    assert [chore.every for chore in CHORES if chore.name == "palabre.config.folding.fold_log"] == [60]
