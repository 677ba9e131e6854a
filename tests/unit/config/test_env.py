"""The environment: read whole, refused when unreadable, documented in both languages."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from palabre.config.env import BadSetting, Env, read_env

DOCS = Path(__file__).parents[3] / "docs" / "operate"
ROW = re.compile(r"^\| `(\w+)` \| `?([^`|]*?)`? \| (.+?) \|$", re.MULTILINE)


def documented(name: str) -> list[tuple[str, ...]]:
    return ROW.findall((DOCS / name).read_text())


def test_defaults_need_no_environment(tmp_path: Path) -> None:
    env = read_env({})
    assert (env.port, env.host, env.workers) == (8000, "127.0.0.1", 2)
    assert env.public_origin == "http://localhost:8000"
    assert env.data.is_absolute()
    assert not env.https


def test_port_moves_the_default_origin() -> None:
    assert read_env({"PORT": "9001"}).public_origin == "http://localhost:9001"


def test_an_empty_variable_is_its_default() -> None:
    assert read_env({"PORT": "", "WORKERS": " "}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("PROXY", "maybe"),
        ("ORIGIN", "palabre.example.org"),
        ("ORIGIN", "https://a.org/b"),
        ("ORIGIN", "https://a@b.org"),
        # quick exit would lead to a page of ours that does not exist, or fail
        ("EXIT_PAGE", "www.meteo.example"),
        ("EXIT_PAGE", "javascript:alert(1)"),
    ],
)
def test_an_unreadable_value_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_env({name: value})


def test_kind_is_what_the_first_start_wrote(tmp_path: Path) -> None:
    env = read_env({"DATA": str(tmp_path)})
    assert env.kind == ""
    (tmp_path / "instance").write_text("empty\n")
    assert env.kind == "empty"


def test_the_english_page_lists_the_settings_in_the_same_words() -> None:
    ours = [(one.name.upper(), one.metadata["default"], one.metadata["help"]) for one in fields(Env)]
    assert documented("settings.md") == ours


def test_the_french_page_lists_the_same_settings_and_defaults() -> None:
    ours = [(one.name.upper(), one.metadata["default"]) for one in fields(Env)]
    assert [row[:2] for row in documented("reglages.md")] == ours
