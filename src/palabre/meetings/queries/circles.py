"""What planning shows of the groups of a community: which ones, which kinds, and how the month stands (INV-21)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import holds
from palabre.groups.models import WorkingGroup
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.meetings.choices import MeetingKind, MeetingState
from palabre.meetings.models import Meeting
from palabre.meetings.rules.circles import open_groups, possible_groups
from palabre.meetings.rules.meetings import PLANNERS
from palabre.people.models import Person


def circles_for(actor: Person, community: Community, keep: WorkingGroup | None = None) -> dict[str, Any]:
    """For the form: the groups she may plan for, by theme, and the kinds, where not all are hers. Two queries.

    `keep`: the group whose meeting is changed, even if it is closed by now.
    """
    groups = list(possible_groups(actor, community))
    if keep is not None and keep not in groups:
        groups.append(keep)
    load_halves(groups)
    return {"groups": [(group, _theme(group)) for group in groups], "kinds": _kinds(actor, community, bool(groups))}


def _kinds(actor: Person, community: Community, groups: bool) -> list[str]:
    follows = holds(actor, community.pk, Role.COORDINATOR, Role.MEL)
    if holds(actor, community.pk, *PLANNERS):
        return [kind.value for kind in MeetingKind if follows or kind != MeetingKind.MEL]
    return [*([MeetingKind.GROUP.value] if groups else []), *([MeetingKind.MEL.value] if follows else [])]


def rhythm_of_month(community: Community) -> list[str]:
    """One meeting of each group and one plenary a month: a sentence for each that has none, or several. Three queries.

    A community without groups has no such rhythm.
    """
    groups = list(open_groups(community))
    if not groups:
        return []
    load_halves(groups)
    start, end = _month(community)
    rows = Meeting.objects.filter(community=community, starts_at__gte=start, starts_at__lt=end)
    rows = rows.filter(kind__in=(MeetingKind.GROUP, MeetingKind.PLENARY)).exclude(state=MeetingState.CANCELLED)
    found = Counter(rows.values_list("kind", "group_id"))
    wanted = [(_theme(group), found[MeetingKind.GROUP, group.pk]) for group in groups]
    plenaries = sum(number for (kind, _group), number in found.items() if kind == MeetingKind.PLENARY)
    return [line for what, number in [*wanted, (_("Plenary"), plenaries)] if (line := _said(what, number))]


def _said(what: str, number: int) -> str:
    if number == 0:
        return _("%(what)s: no meeting this month yet. The rhythm is one a month.") % {"what": what}
    if number > 1:
        said = {"what": what, "number": number}
        return _("%(what)s: %(number)s meetings this month. The rhythm is one a month.") % said
    return ""


def _month(community: Community) -> tuple[datetime, datetime]:
    """From the first moment of this month to that of the next, on the clocks of the community."""
    now = timezone.now().astimezone(ZoneInfo(community.zone))
    start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    return start, start.replace(year=year, month=month)


def _theme(group: WorkingGroup) -> str:
    return best_words(group, "theme", page_language()).text
