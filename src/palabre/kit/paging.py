"""Pages of a list by key: the same cost on the first page and on the thousandth (GOALS P4, P10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 20


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """Some rows in order, and the public ids that stand for "before these" and "after these" (None at an end)."""

    items: list[Row]
    newer: str | None = None
    older: str | None = None


def page_of(rows: QuerySet[Row], asked: Mapping[str, Any], *, by: str, size: int = SIZE) -> Slice[Row]:
    """The part of `rows` that the address asks for (`?older=` or `?newer=` and the public id of a row).

    `by` is one field that is never empty, "-" before it for the latest first; ties go by primary key. "Older" is
    further down the list. A cursor that is not among `rows`, so not to be seen either, gives the first page.
    """
    field, latest_first = by.removeprefix("-"), by.startswith("-")
    back = "newer" in asked
    anchor = _anchor(rows, str(asked.get("newer") or asked.get("older") or ""), field)
    if anchor is None:
        back = False
    descending = latest_first != back
    order = [f"-{field}", "-pk"] if descending else [field, "pk"]
    found = list(_beyond(rows, field, anchor, descending).order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    if not found:
        return Slice([])
    first, last = _id(found[0]), _id(found[-1])
    if back:
        return Slice(found, newer=first if more else None, older=last)
    return Slice(found, newer=first if anchor else None, older=last if more else None)


def _anchor(rows: QuerySet[Row], public_id: str, field: str) -> tuple[Any, Any] | None:
    return rows.filter(public_id=public_id).values_list(field, "pk").first() if public_id else None


def _beyond(rows: QuerySet[Row], field: str, anchor: tuple[Any, Any] | None, descending: bool) -> QuerySet[Row]:
    if anchor is None:
        return rows
    side = "lt" if descending else "gt"
    value, key = anchor
    return rows.filter(Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"pk__{side}": key}))


def _id(row: Model) -> str:
    return str(row.public_id)  # type: ignore[attr-defined]
