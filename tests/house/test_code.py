"""The furniture of the rooms: who may touch the tables, what views and actions look like."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "palabre"
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
BELONGS_TO_ANOTHER = {
    "groups/actions/checkins.py::link_check_in": "a step of planning a meeting, which has asked already",
    "meetings/actions/agenda.py::bring_commitments_back": "a step of actions that have asked already and hold the meeting",
}
"""Functions with an actor that ask nothing themselves, and why."""
WRITERS = ("models", "rules", "queries", "actions", "sessions", "demo", "config", "tree")


def kind_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def is_in(path: Path, *kinds: str) -> bool:
    return kind_of(path) in kinds or path.relative_to(SOURCE).parts[0] in kinds


def test_only_models_rules_queries_and_actions_touch_the_tables() -> None:
    guilty = [
        str(path.relative_to(SOURCE))
        for path in FILES
        if not is_in(path, *WRITERS) and re.search(r"\b[A-Z]\w+\.objects\b", path.read_text())
    ]
    assert guilty == []


def test_actions_never_see_a_request_and_never_send_mail() -> None:
    for path in FILES:
        if is_in(path, "actions"):
            code = path.read_text()
            assert "HttpRequest" not in code, path
            if path.relative_to(SOURCE).parts[0] != "notices":
                assert "send_mail" not in code, path
                assert "EmailMessage" not in code, path


def public_functions(path: Path) -> list[ast.FunctionDef]:
    body = ast.parse(path.read_text()).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


@pytest.mark.covers("SR-11")
def test_an_action_of_a_person_forgets_what_was_remembered_and_asks_inside_its_transaction() -> None:
    """An action with an `actor` calls `fresh(actor)` (or hands the actor to one that does) after `atomic()`."""
    guilty = []
    for path in FILES:
        if not is_in(path, "actions"):
            continue
        for function in public_functions(path):
            names = [argument.arg for argument in function.args.kwonlyargs]
            if "actor" not in names:
                continue
            code = ast.unparse(function)
            hands_on = re.search(r"actor=(fresh\()?actor", code) is not None
            if "fresh(actor)" not in code and not hands_on and "fresh_person" not in code:
                guilty.append(f"{path.relative_to(SOURCE)}::{function.name}")
    assert [name for name in guilty if name not in BELONGS_TO_ANOTHER] == []


def test_arguments_of_actions_are_keywords() -> None:
    guilty = [
        f"{path.relative_to(SOURCE)}::{function.name}"
        for path in FILES
        if is_in(path, "actions")
        for function in public_functions(path)
        if function.args.args and any(one.arg == "actor" for one in function.args.args[:1])
    ]
    assert guilty == []


def test_views_are_short() -> None:
    """Twenty lines at most, the signature and the docstring left out."""
    guilty = []
    for path in FILES:
        if not is_in(path, "views"):
            continue
        for function in public_functions(path):
            if [argument.arg for argument in function.args.args][:1] != ["request"]:
                continue
            first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
            length = (function.end_lineno or 0) - first.lineno + 1
            if length > 20:
                guilty.append(f"{path.relative_to(SOURCE)}::{function.name} {length}")
    assert guilty == []


def test_no_signals_but_django_s_login_signals_in_people() -> None:
    guilty = [
        str(path.relative_to(SOURCE))
        for path in FILES
        if re.search(r"@receiver|(?:save|delete|changed|signal\w*|logged_\w+)\.connect\(", path.read_text())
        and not is_in(path, "people")
    ]
    assert guilty == []


def test_every_chore_exists_and_is_gone_round_once() -> None:
    from collections import Counter

    from django.utils.module_loading import import_string

    from palabre.config.chores import CHORES

    assert [name for name, times in Counter(chore.name for chore in CHORES).items() if times > 1] == []
    assert all(callable(import_string(chore.name)) for chore in CHORES)
    written = {
        f"palabre.{path.relative_to(SOURCE).parts[0]}.chores.{function.name}"
        for path in FILES
        if path.name == "chores.py" and path.parent.name != "config"
        for function in public_functions(path)
    }
    assert written - {chore.name for chore in CHORES} == set()
