"""How a day that is near is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone

from palabre.kit.dates import long_date

register = template.Library()
NEAR = timedelta(days=180)


@register.filter
def near_day(value: date | datetime) -> str:
    """`Jeudi 26 novembre`: the year only where it is needed, half a year or more from today."""
    on = value.date() if isinstance(value, datetime) else value
    said = long_date(on)
    if abs(on - timezone.localdate()) < NEAR:
        said = said.removesuffix(f" {on.year}")
    return said[:1].upper() + said[1:]
