"""Figures without names: their word of precision, and parts that never exceed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Organisation
from palabre.communities.rules import fresh
from palabre.kit.verdict import YES, Verdict, no, require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.choices import AgeBand, Gender, Precision, Unit
from palabre.meetings.models import CountedLine, CountedSplit, Meeting
from palabre.meetings.rules import can_count, can_name_organisation
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Count:
    """A figure as it is written: how many, of what, how precisely, and of which parts."""

    label: str
    value: int
    unit: str = Unit.PEOPLE
    precision: str = Precision.EXACT
    note: str = ""
    organisation: Organisation | None = None
    by_gender: Mapping[str, int] = field(default_factory=dict)
    by_age: Mapping[str, int] = field(default_factory=dict)


def add_figure(*, actor: Person, meeting: Meeting, count: Count) -> CountedLine:
    """Raises Refused."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_count(fresh(actor), meeting))
        line = _write(CountedLine(meeting=meeting), actor, count)
        tell("meetings.figure_added", actor, meeting, **_facts(line))
    return line


def change_figure(*, actor: Person, line: CountedLine, count: Count) -> CountedLine:
    """Raises Refused."""
    with transaction.atomic():
        meeting = locked(line.meeting)
        require(can_count(fresh(actor), meeting))
        line = _write(CountedLine.objects.get(pk=line.pk), actor, count)
        tell("meetings.figure_changed", actor, meeting, **_facts(line))
    return line


def remove_figure(*, actor: Person, line: CountedLine) -> None:
    with transaction.atomic():
        meeting = locked(line.meeting)
        require(can_count(fresh(actor), meeting))
        tell("meetings.figure_removed", actor, meeting, **_facts(line))
        CountedLine.objects.filter(pk=line.pk).delete()


def _write(line: CountedLine, actor: Person, count: Count) -> CountedLine:
    require(_parts_fit(count, count.by_gender), "by_gender")
    require(_parts_fit(count, count.by_age), "by_age")
    require(can_name_organisation(line.meeting, count.organisation), "organisation")
    line.label, line.value, line.unit = count.label, count.value, count.unit
    line.precision, line.note, line.organisation = count.precision, count.note, count.organisation
    line.entered_by = actor
    line.save()
    line.splits.all().delete()
    parts = [CountedSplit(line=line, gender=key, value=value) for key, value in count.by_gender.items() if value]
    parts += [CountedSplit(line=line, age_band=key, value=value) for key, value in count.by_age.items() if value]
    CountedSplit.objects.bulk_create(parts)
    return line


def _parts_fit(count: Count, parts: Mapping[str, int]) -> Verdict:
    if not parts:
        return YES
    if not parts.keys() <= {*Gender.values, *AgeBand.values} or min(parts.values()) < 0:
        return no(_("Write numbers beside the answers shown."))
    if count.unit != Unit.PEOPLE:
        return no(_("Organisations have no gender and no age: leave these fields empty."))
    together = sum(parts.values())
    if count.precision == Precision.EXACT and together > count.value:
        return no(
            _("These parts make %(parts)s together, more than the figure itself (%(value)s).")
            % {"parts": together, "value": count.value}
        )
    return YES


def _facts(line: CountedLine) -> dict[str, Any]:
    return {"line": line.pk, "value": line.value, "precision": line.precision, "unit": line.unit}
