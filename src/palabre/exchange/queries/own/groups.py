"""Of her working groups: where she was, what she preferred, which questions and outcomes she worded."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.groups.models import GroupMembership, LearningOutcome, Preference, Wording, WorkingGroup
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

GROUP = _("Working group")


def groups_of(person: Person) -> Sheet:
    rows = list(GroupMembership.objects.filter(person=person).select_related("group").order_by("pk"))
    load_halves([one.group for one in rows])
    columns = {"group": GROUP, "leads": _("Leads the group"), "joined": _("From"), "left": _("Until")}
    found = [(_theme(one.group), one.leads, one.joined_at, one.left_at) for one in rows]
    return sheet("groups", _("My working groups"), columns, found)


def group_preferences_of(person: Person) -> Sheet:
    rows = list(Preference.objects.filter(person=person).select_related("group").order_by("grouping", "rank"))
    load_halves([one.group for one in rows])
    found = [(_theme(one.group), one.rank) for one in rows]
    return sheet("group_preferences", _("Groups that I preferred"), {"group": GROUP, "rank": _("Rank")}, found)


def group_words_of(person: Person) -> Sheet:
    """Her wordings of questions with their reasons, and the outcomes that she proposed."""
    wordings = Wording.objects.filter(by=person).order_by("pk")
    outcomes = LearningOutcome.objects.filter(proposed_by=person).order_by("pk")
    columns = {"text": _("Text"), "reason": _("Reason"), "version": _("Version"), "when": _("When")}
    found: list[tuple[object, ...]] = [(one.text, one.reason, one.version, one.at) for one in wordings]
    found += [(f"{one.title}\n{one.text}", "", one.version, one.created_at) for one in outcomes]
    return sheet("group_words", _("What I wrote in my groups"), columns, found)


def _theme(group: WorkingGroup) -> str:
    return best_words(group, "theme", page_language()).text
