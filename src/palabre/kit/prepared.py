"""Queries that Django's ORM writes once for each process. Writing a large one costs far more than answering it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# What stands for a value while the query is written: nothing that a query would hold by itself.
_BLANKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2**61 + place,
    date: lambda place: date(9371, 1, 1 + place),
    datetime: lambda place: datetime(9371, 1, 1 + place, tzinfo=UTC),
}


class Prepared:
    """A query of values (`values_list`) with blanks, asked again and again with other keys, days or moments.

    `Prepared(write, meeting=int)`: `write(meeting)` is called once, with a blank; `ask(meeting=7)` gives the rows.
    Nothing about a reader is kept: what is remembered are the words of the query and the places of its blanks.
    """

    def __init__(self, write: Callable[..., QuerySet[Any, Any]], **blanks: type) -> None:
        self.write = write
        self.blanks = {name: _BLANKS[kind](place) for place, (name, kind) in enumerate(blanks.items())}
        self.written: dict[str, tuple[str, list[tuple[str, Any]], list[tuple[int, Any, Any]]]] = {}

    def ask(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, for a value of each blank."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self.written:
            self.written[connection.vendor] = self._written(connection)
        sql, places, converters = self.written[connection.vendor]
        told = {name: _adapted(connection, values[name]) for name in self.blanks}
        with connection.cursor() as cursor:
            cursor.execute(sql, [told[name] if name else fixed for name, fixed in places])
            rows = cursor.fetchall()
        return [_converted(row, converters, connection) for row in rows] if converters else rows

    def _written(self, connection: Any) -> tuple[str, list[tuple[str, Any]], list[tuple[int, Any, Any]]]:
        compiler = self.write(**self.blanks).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        known = {_adapted(connection, blank): name for name, blank in self.blanks.items()}
        places = [(known.get(value, ""), value) for value in parameters]
        if missing := set(known.values()) - {name for name, _value in places}:
            raise ValueError(f"the query does not hold {missing}")
        found = compiler.get_converters([column[0] for column in compiler.select])
        converters = [(place, one, expression) for place, (some, expression) in found.items() for one in some]
        return sql, places, converters


def _adapted(connection: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(row: tuple[Any, ...], converters: list[tuple[int, Any, Any]], connection: Any) -> tuple[Any, ...]:
    changed = list(row)
    for place, convert, expression in converters:
        changed[place] = convert(changed[place], expression, connection)
    return tuple(changed)
