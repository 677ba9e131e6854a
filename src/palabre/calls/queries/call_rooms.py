"""Where the work on a call is done, once it has begun: the pages of screening, reading, deciding and writing."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import CallState
from palabre.calls.models import Call
from palabre.calls.queries.call_figures import SAYING, figures_of
from palabre.calls.rules.apart import applies_to
from palabre.communities.choices import Role
from palabre.communities.rules import holds
from palabre.kit.verdict import Text
from palabre.people.models import Person

S = CallState
BOTH, COORDINATION = (Role.COORDINATOR, Role.MEL), (Role.COORDINATOR,)
FROM_SCREENING = frozenset({S.SCREENING, S.REVIEW, S.INTERVIEWS, S.SELECTION, S.PUBLISHED})
FROM_REVIEW = FROM_SCREENING - {S.SCREENING}
FROM_INTERVIEWS = FROM_REVIEW - {S.REVIEW}
# from its first draft until the cohort is chosen
NAMING = frozenset(S) - {S.SELECTION, S.PUBLISHED, S.CANCELLED}
ROOMS: tuple[tuple[Text, str, frozenset[S], tuple[Role, ...]], ...] = (
    (_("Review committee"), "calls:committee", NAMING, COORDINATION),
    (_("Applications"), "calls:applications", FROM_SCREENING | {S.OPEN, S.CLOSED}, COORDINATION),
    (_("Who reads what"), "calls:assignments", FROM_SCREENING, COORDINATION),
    (_("What the reviews come to"), "calls:ranking", FROM_REVIEW, BOTH),
    (_("Interviews"), "calls:interviews", FROM_INTERVIEWS, COORDINATION),
    (_("Selection"), "calls:selection", FROM_INTERVIEWS, BOTH),
    (_("Letters"), "calls:letters", FROM_SCREENING, COORDINATION),
    (_("Places"), "calls:places", frozenset({S.SELECTION, S.PUBLISHED}), COORDINATION),
    (_("Figures of the selection"), "calls:summary", frozenset({S.PUBLISHED}), (*BOTH, Role.TRANSLATOR)),
)


class Room(NamedTuple):
    """`figure`: how far the work there is; empty for whoever it would tell of a file."""

    label: Text
    url: str
    figure: Text


def rooms_of(actor: Person, call: Call) -> list[Room]:
    """What is hers now; a candidate finds the figures of everybody alone."""
    phase, found = call.phase(), []
    for label, view, states, roles in ROOMS:
        if phase in states and holds(actor, call.community_id, *roles):
            if view != "calls:summary" and applies_to(actor, call):
                continue
            if view == "calls:interviews" and not call.with_interviews:
                continue
            with suppress(NoReverseMatch):
                found.append((view, label, reverse(view, args=[call.public_id])))
    figures = figures_of(actor, call) if {view for view, *_rest in found} & SAYING else {}
    return [Room(label, url, figures.get(view, "")) for view, label, url in found]
