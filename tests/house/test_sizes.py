"""Files, functions and templates stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sizes import ALLOWED, LIMITS

SOURCE = Path(__file__).parents[2] / "src" / "palabre"


def python_files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def limit_of(path: Path) -> int:
    if "settings" in path.parts:
        return LIMITS["settings"]
    return LIMITS["view"] if "views" in path.parts or path.name == "views.py" else LIMITS["file"]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and number of lines of the body, the docstring left out: keyword arguments may stand one a line."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            first = node.body[0]
            is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(node.body) > 1
            start = node.body[1].lineno if is_doc else first.lineno
            yield node.name, node.end_lineno - start + 1


def breaches() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in python_files():
        name = str(path.relative_to(SOURCE))
        lines = len(path.read_text().splitlines())
        if lines > limit_of(path):
            found[name] = f"{lines} lines, at most {limit_of(path)}"
        for function, length in functions(path):
            if length > LIMITS["function"]:
                found[f"{name}::{function}"] = f"{length} lines, at most {LIMITS['function']}"
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        lines = len(path.read_text().splitlines())
        if lines > LIMITS["template"]:
            found[str(path.relative_to(SOURCE))] = f"{lines} lines, at most {LIMITS['template']}"
    return found


def test_every_file_function_and_template_is_small_or_stands_with_its_reason() -> None:
    unexplained = {name: why for name, why in breaches().items() if name not in ALLOWED}
    assert unexplained == {}


def test_no_reason_outlives_its_breach() -> None:
    assert set(ALLOWED) - set(breaches()) == set()


def test_the_house_keeps_its_median_and_percentile() -> None:
    lengths = sorted(len(path.read_text().splitlines()) for path in python_files() if path.stat().st_size)
    assert lengths[len(lengths) // 2] <= 90
    assert lengths[int(len(lengths) * 0.95)] <= 220
