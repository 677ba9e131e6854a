"""One sheet of an archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from palabre.kit.verdict import Text
from palabre.people.models import Person

Value = str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is what the JSON calls it; `columns` are the words of its fields, by the name that the JSON has for each."""

    name: str
    title: Text
    columns: Mapping[str, Text]
    rows: Sequence[dict[str, Value]]


Collector = Callable[[Person], Sheet]


def sheet(name: str, title: Text, columns: Mapping[str, Text], rows: Any) -> Sheet:
    """From tuples in the order of the columns."""
    return Sheet(name, title, columns, [dict(zip(columns, row, strict=True)) for row in rows])
