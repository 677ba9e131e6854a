"""The themes of a call become working groups; what each chosen person preferred is her first preference (INV-05)."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.choices import ApplicationState
from palabre.calls.models import Call, CallTheme, ThemeChoice, ThemeGroup
from palabre.calls.rules.accepting import can_prepare_groups
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.communities.rules import fresh
from palabre.groups.actions.forming import open_group
from palabre.groups.models import Grouping, Preference
from palabre.kit.verdict import require
from palabre.languages.queries import load_halves, other, words
from palabre.people.models import Person


def prepare_groups(*, actor: Person, call: Call) -> int:
    """One working group for each theme that has none yet, in both languages; gives how many. Raises Refused."""
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_prepare_groups(fresh(actor), call))
        themes = list(CallTheme.objects.filter(call=call, became=None))
        load_halves(themes)
        for theme in themes:
            away = other(theme.source_language)
            group = open_group(
                actor=actor, community=call.community, theme=theme.title, about=theme.text,
                language=theme.source_language, other_theme=words(theme, "title", away).text,
                other_about=words(theme, "text", away).text,
            )  # fmt: skip
            ThemeGroup.objects.create(theme=theme, group=group)
        tell("calls.groups_prepared", actor.pk, call, "call", call.pk, number=len(themes))
    return len(themes)


def note_preferences(*, actor: Person, call: Call) -> int:
    """Once the choice of a group is open: the themes that chosen people ranked are their first preferences.

    Whoever has said something herself keeps it, and everybody can still change it. Gives of how many. Raises Refused.
    """
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_prepare_groups(fresh(actor), call))
        grouping = Grouping.objects.select_for_update().filter(community=call.community, formed_at=None).first()
        if grouping is None:
            return 0
        said = set(Preference.objects.filter(grouping=grouping).values_list("person_id", flat=True))
        ranked = {who: groups for who, groups in _ranked(call).items() if who not in said}
        Preference.objects.bulk_create(
            Preference(grouping=grouping, person_id=who, group_id=group, rank=rank)
            for who, groups in ranked.items()
            for rank, group in enumerate(groups, 1)
        )
        tell("calls.preferences_noted", actor.pk, call, "call", call.pk, number=len(ranked))
    return len(ranked)


def _ranked(call: Call) -> dict[int, list[int]]:
    """For each person who came in: the groups of the themes she ranked, her first one first."""
    groups = dict(ThemeGroup.objects.filter(theme__call=call).values_list("theme_id", "group_id"))
    here = Membership.objects.filter(community=call.community, state__in=MembershipState.reading())
    rows = ThemeChoice.objects.filter(
        application__call=call, application__state=ApplicationState.ACCEPTED, theme__in=groups,
        application__person__in=here.values("person"),
    )  # fmt: skip
    found: dict[int, list[int]] = defaultdict(list)
    for who, theme in rows.order_by("rank").values_list("application__person_id", "theme_id"):
        if who is not None:
            found[who].append(groups[theme])
    return dict(found)
