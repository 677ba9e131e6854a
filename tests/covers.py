"""Which scenario steps, invariants and requirements the passing tests prove: `@pytest.mark.covers("S001-1", "INV-24")`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

STEPS = [
    f"S{scenario}-{n}"
    for scenario, last in (("000", 8), ("001", 10), ("002", 11), ("003", 14), ("004", 10))
    for n in range(1, last + 1)
]
INVARIANTS = [f"INV-{n:02}" for n in range(1, 41)]
REQUIREMENTS = [f"SR-{n:02}" for n in range(1, 71)]
GROUPS = (("steps", STEPS), ("invariants", INVARIANTS), ("requirements", REQUIREMENTS))
KNOWN = {*STEPS, *INVARIANTS, *REQUIREMENTS}
NAME = re.compile(r"^(S\d{3}-\d{1,2}|INV-\d\d|SR-\d\d)$")


class Coverage:
    """Outcomes by number; a number passes when every test that names it passed."""

    def __init__(self) -> None:
        self.outcomes: dict[str, dict[str, str]] = defaultdict(dict)

    def note(self, number: str, test: str, outcome: str) -> None:
        worst = self.outcomes[number].get(test)
        if worst in (None, "passed"):
            self.outcomes[number][test] = outcome

    def passes(self, number: str) -> bool:
        found = self.outcomes.get(number, {})
        return bool(found) and all(outcome == "passed" for outcome in found.values())

    def lines(self) -> Iterator[str]:
        """One a line: number, passing or not, tests."""
        for _, numbers in GROUPS:
            for number in numbers:
                tests = ", ".join(sorted(self.outcomes.get(number, {}))) or "-"
                state = "passing" if self.passes(number) else "failing" if number in self.outcomes else "no test"
                yield f"{number}\t{state}\t{tests}"

    def totals(self) -> Iterator[str]:
        for label, numbers in GROUPS:
            yield f"{label} {sum(map(self.passes, numbers))}/{len(numbers)}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--covers", action="store_true", help="list what the tests prove, one a line")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "covers(*numbers): scenario steps, invariants, requirements that the test proves"
    )
    config.stash[KEY] = Coverage()


KEY = pytest.StashKey[Coverage]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        numbers = [number for mark in item.iter_markers("covers") for number in mark.args]
        unknown = [number for number in numbers if number not in KNOWN]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} covers unknown numbers: {', '.join(unknown)}")
        if numbers:
            item.user_properties.append(("covers", numbers))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Built from the reports, so that it is the same with and without xdist."""
    coverage = config.stash[KEY]
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            told = dict(getattr(report, "user_properties", []))
            if "said" in told:
                terminalreporter.write_line(str(told["said"]))
            for number in told.get("covers", []):
                coverage.note(number, report.nodeid, outcome)
    if config.getoption("--covers"):
        for line in coverage.lines():
            terminalreporter.write_line(line)
    for line in coverage.totals():
        terminalreporter.write_line(line)
