"""The settings of this instance as its keeper may see them: a secret is set or not set, and no more."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One variable; `value` is empty for a secret."""

    name: str
    value: str
    secret: bool
    is_set: bool


def setting_rows() -> list[SettingRow]:
    """Every variable of the environment, in its order."""
    rows = []
    for one in fields(settings.ENV):
        value, secret = getattr(settings.ENV, one.name), one.name in settings.SECRET_SETTINGS
        is_set = value != one.metadata["read"](one.metadata["default"])
        rows.append(SettingRow(one.name.upper(), "" if secret else _told(value), secret, is_set))
    return rows


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name}:{days}" for name, days in value.items())
    return ", ".join(value) if isinstance(value, tuple) else str(value)
