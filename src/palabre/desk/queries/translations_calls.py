"""What a call that is still a draft says, and is not up to date in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import CallState
from palabre.calls.models import (
    Call,
    CallQuestion,
    CallTheme,
    EligibilityRule,
    QuestionOption,
    SelectionCriterion,
)
from palabre.calls.rules.calls import visible_calls
from palabre.communities.models import Community
from palabre.desk.queries.gaps import Gap
from palabre.languages.models import Translatable
from palabre.languages.queries import pair, weakest
from palabre.people.models import Person

MOST = 20


@dataclass(frozen=True, slots=True)
class Drafted:
    """Drafts of one reader's communities, each with everything that it says."""

    calls: Mapping[int, Call]
    parts: Mapping[int, list[Translatable]]

    def things(self) -> Iterator[Translatable]:
        """For the one query of their halves."""
        for parts in self.parts.values():
            yield from parts


def drafted_in(reader: Person, communities: Mapping[int, Community]) -> Drafted:
    """In six queries; a call that is announced binds, and is translated already."""
    rows = visible_calls(reader).filter(community__in=list(communities), state=CallState.DRAFT)
    calls = {one.pk: one for one in rows.order_by("-pk")[:MOST]}
    found: dict[int, list[Translatable]] = {pk: [call] for pk, call in calls.items()}
    themes, rules = CallTheme.objects.filter(call__in=calls), EligibilityRule.objects.filter(call__in=calls)
    criteria, asked = SelectionCriterion.objects.filter(call__in=calls), CallQuestion.objects.filter(call__in=calls)
    for part in (*themes, *rules, *criteria, *asked):
        found[part.call_id].append(part)
    for option in QuestionOption.objects.filter(question__call__in=calls).select_related("question"):
        found[option.question.call_id].append(option)
    return Drafted(calls, found)


def gaps_in_calls(drafted: Drafted, communities: Mapping[int, Community]) -> Iterator[Gap]:
    """One line for each draft, as behind as the text of it that is furthest behind."""
    for pk, call in drafted.calls.items():
        where = communities[call.community_id]
        url = reverse("calls:call", args=[where.public_id, call.public_id]) + "#languages"
        parts = (pair(one) for one in drafted.parts[pk] if any(getattr(one, name) for name in one.translatable))
        yield Gap(_("Call for applications"), call, "title", where, url, weakest(parts))
