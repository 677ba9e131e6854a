"""How long, in words; the name of a file's kind, and its weight."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from palabre.files.choices import Kind

register = template.Library()


@register.filter
def duration(minutes: int) -> str:
    """`45 min`, `2 h`, `6 h 15`."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}


@register.filter
def file_kind(kind: str) -> str:
    """What a file is, in one word or two."""
    return str(Kind(kind).label) if kind in Kind.values else kind


@register.filter
def file_size(size: int) -> str:
    """How heavy a file is, in the units people know from their phone."""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {"size": number_format(size / 1_000_000, decimal_pos=1)}
