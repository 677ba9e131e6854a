"""Which values are sealed, and under which key: numbers and ids, never a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast

from palabre.kit.keyring import VERSION, SealedText, key_ids


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One key of the ring: how many values it seals, and whether it seals what is written today."""

    name: str
    current: bool
    sealed: int


@dataclass(frozen=True, slots=True)
class Sealing:
    """The whole ring; `strangers` are values that no key of the ring opens."""

    keys: list[KeyUse]
    strangers: int

    @property
    def waiting(self) -> int:
        """Values that an older key of the ring seals."""
        return sum(one.sealed for one in self.keys if not one.current)


def sealed_fields() -> list[tuple[type[Model], SealedText]]:
    """Every sealed field of every model, found by walking the models: a new one cannot be forgotten."""
    fields = ((model, field) for model in apps.get_models() for field in model._meta.concrete_fields)
    return [(model, field) for model, field in fields if isinstance(field, SealedText)]


def sealed_values(model: type[Model], field: SealedText) -> QuerySet[Any]:
    """Rows whose field is not empty; `raw` is what the database holds."""
    rows = model._base_manager.annotate(raw=Cast(F(field.name), TextField()))
    return rows.exclude(raw="").exclude(raw__isnull=True)


def under(name: str) -> str:
    """How a value begins that this key seals."""
    return f"{VERSION}.{name}."


def sealing() -> Sealing:
    """How many values each key seals. One count for each field and key."""
    names = key_ids()
    counts = dict.fromkeys(names, 0)
    total = 0
    for model, field in sealed_fields():
        rows = sealed_values(model, field)
        total += rows.count()
        for name in names:
            counts[name] += rows.filter(raw__startswith=under(name)).count()
    keys = [KeyUse(name, name == names[0], counts[name]) for name in names]
    return Sealing(keys, total - sum(counts.values()))
