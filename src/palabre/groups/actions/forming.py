"""Groups are opened, the choice is opened, members say what they prefer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.actions.settling import show_groups
from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.groups.actions.telling import TWO_WRITERS, locked_community, locked_group, tell
from palabre.groups.models import Grouping, GroupMembership, Preference, WorkingGroup
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.forming import (
    NO_CHOICE,
    can_change_group,
    can_choose,
    can_drop_group,
    can_form_groups,
    can_open_choice,
)
from palabre.journal.actions import record
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import approve_halves, forget_halves, write_other
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import load_halves, other, state_in
from palabre.people.models import Person

LONGEST_THEME, LONGEST_ABOUT, MOST_GROUPS = 160, 2000, 12
LONGEST_CHOICE = timedelta(days=120)
NO_THEME = _("Give the group a theme, in French or in English.")
BOTH_LANGUAGES = _("“%(theme)s” is missing in one language. Members choose in theirs: write the other half first.")


def open_group(
    *,
    actor: Person,
    community: Community,
    theme: str,
    about: str,
    language: str,
    other_theme: str = "",
    other_about: str = "",
    places: int | None = None,
) -> WorkingGroup:
    """A group on one theme, in the language in which it was written first. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        require(can_form_groups(fresh_circles(fresh(actor)), community))
        rows = WorkingGroup.objects.filter(community=community)
        if rows.count() >= MOST_GROUPS:
            raise Refused(no(_("%(most)s groups at most.") % {"most": MOST_GROUPS}))
        if language not in LANGUAGES:
            raise Refused(no(NO_THEME), "theme_fr")
        group = WorkingGroup(
            community=community,
            position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
            source_language=language,
        )
        _fill(group, theme, about, places)
        group.save()
        _write_other(actor, group, other_theme, other_about)
        show_groups(community=community, shown=True)
        tell("groups.opened", actor, group)
    return group


def change_group(
    *,
    actor: Person,
    group: WorkingGroup,
    theme: str,
    about: str,
    other_theme: str = "",
    other_about: str = "",
    places: int | None = None,
    seen: str | None = None,
) -> WorkingGroup:
    """Its words and its places. Raises Refused; Clash when somebody else wrote meanwhile."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_change_group(fresh_circles(fresh(actor)), group))
        if seen is not None and seen != seal_of(group, "places"):
            raise Clash(TWO_WRITERS, group)
        taken = GroupMembership.objects.running().filter(group=group).count()
        if places is not None and places < taken:
            raise Refused(no(_("%(taken)s people are in this group already.") % {"taken": taken}), "places")
        _fill(group, theme, about, places)
        group.save(update_fields=["theme", "about", "places"])
        _write_other(actor, group, other_theme, other_about)
        tell("groups.changed", actor, group)
    return group


def drop_group(*, actor: Person, group: WorkingGroup) -> None:
    """Take back a group in which nobody was placed. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_drop_group(fresh_circles(fresh(actor)), group))
        tell("groups.dropped", actor, group)
        forget_halves(thing=group)
        group.delete()
        show_groups(community=group.community, shown=WorkingGroup.objects.filter(community=group.community).exists())


def open_choice(*, actor: Person, community: Community, until: datetime) -> Grouping:
    """Members rank the groups until that moment; said again, it gives another day. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        before = Grouping.objects.filter(community=community).first()
        require(can_open_choice(fresh_circles(fresh(actor)), community, before))
        now = timezone.now()
        if not now < until <= now + LONGEST_CHOICE:
            raise Refused(no(_("Choose a day in the next four months.")), "day")
        _both_languages(actor, community)
        grouping, new = Grouping.objects.update_or_create(
            community=community, defaults={"choose_until": until, **({} if before else {"opened_by": actor})}
        )
        _tell("groups.choice_opened" if new else "groups.choice_moved", actor, grouping)
    return grouping


def choose(
    *, actor: Person, community: Community, ranking: Sequence[WorkingGroup], now: datetime | None = None
) -> Grouping:
    """What she prefers, the first one first; said again, it replaces what she said. Raises Refused."""
    with transaction.atomic():
        grouping = Grouping.objects.select_for_update().filter(community=community).first()
        require(can_choose(fresh_circles(fresh(actor)), community, grouping, now or timezone.now()))
        if grouping is None:
            raise Refused(NO_CHOICE)
        keys = [group.pk for group in ranking]
        known = set(WorkingGroup.objects.filter(community=community).values_list("pk", flat=True))
        if not keys or len(set(keys)) < len(keys) or not set(keys) <= known:
            raise Refused(no(_("Choose at least one group, and each group once.")), "choice_1")
        mine = Preference.objects.filter(grouping=grouping, person=actor)
        if list(mine.order_by("rank").values_list("group_id", flat=True)) == keys:
            return grouping
        mine.delete()
        Preference.objects.bulk_create(
            Preference(grouping=grouping, person=actor, group_id=key, rank=rank) for rank, key in enumerate(keys, 1)
        )
        _tell("groups.chosen", actor, grouping)
    return grouping


def _both_languages(actor: Person, community: Community) -> None:
    """Every group stands in both languages; opening the choice is the yes to its words."""
    groups = list(WorkingGroup.objects.filter(community=community))
    load_halves(groups)
    for group in groups:
        if any(state_in(group, language) in ("missing", "outdated") for language in LANGUAGES):
            raise Refused(no(BOTH_LANGUAGES % {"theme": group.theme}))
    for language in LANGUAGES:
        approve_halves(actor_id=actor.pk, things=groups, language=language)


def _fill(group: WorkingGroup, theme: str, about: str, places: int | None) -> None:
    source = group.source_language
    group.theme = checked(theme, f"theme_{source}", LONGEST_THEME, str(NO_THEME), line=True)
    group.about = checked(about, f"about_{source}", LONGEST_ABOUT)
    if places is not None and not 2 <= places <= 500:
        raise Refused(no(_("A group has between 2 and 500 places. Leave this empty if there is no limit.")), "places")
    group.places = places


def _write_other(actor: Person, group: WorkingGroup, theme: str, about: str) -> None:
    language = other(group.source_language)
    said = {
        "theme": checked(theme, f"theme_{language}", LONGEST_THEME, line=True),
        "about": checked(about, f"about_{language}", LONGEST_ABOUT),
    }
    for field, text in said.items():
        write_other(actor_id=actor.pk, thing=group, field=field, text=text, community_id=group.community_id)


def _tell(kind: str, actor: Person, grouping: Grouping) -> None:
    record(kind, actor_id=actor.pk, community_id=grouping.community_id, subject="grouping", subject_id=grouping.pk)
