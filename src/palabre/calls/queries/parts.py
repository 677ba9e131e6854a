"""One part of a call as its writers find it: its facts, and the seal that tells whether somebody else was there."""

from __future__ import annotations

from typing import Any

from palabre.calls.models import Call, CallQuestion, EligibilityRule, QuestionOption, SelectionCriterion
from palabre.calls.rules.parts import CHOOSING, Part, earlier_choices, nameable_communities, nameable_organisations
from palabre.charter.queries.writing import words_seal
from palabre.kit.ids import digest
from palabre.languages.queries import State, load_halves, pair
from palabre.people.models import Person


def facts_of(part: Part) -> dict[str, Any]:
    """Everything of a part that is not words, as its form begins with it."""
    if isinstance(part, EligibilityRule):
        return {
            "kind": part.kind,
            "check_by": part.check_by,
            "organisation": part.organisation,
            "community": part.community,
            "countries": tuple(sorted(row.country for row in part.countries.all())),
        }
    if isinstance(part, SelectionCriterion):
        return {"weight": part.weight, "scale": part.scale, "scored": part.scored}
    if isinstance(part, CallQuestion):
        names = ("kind", "required", "longest", "least", "most", "criterion", "tells_who", "only_after")
        return {name: getattr(part, name) for name in names}
    return {}


def part_seal(part: Part) -> str:
    """Changes as soon as a word or a fact of it does."""
    facts = (f"{name}={getattr(value, 'pk', value)}" for name, value in sorted(facts_of(part).items()))
    return digest("\x1f".join((words_seal(part), *facts)))[:16]


def offers(actor: Person, call: Call, kind: str, part: Part | None = None) -> dict[str, Any]:
    """What the form of such a part may choose from."""
    if kind == "rule":
        return {
            "organisations": nameable_organisations(actor, call.community),
            "communities": nameable_communities(actor),
        }
    if kind == "question":
        asked = part if isinstance(part, CallQuestion) else None
        return {"criteria": call.criteria.filter(scored=True), "choices": earlier_choices(call, asked)}
    return {}


def choices_of(part: Part | None) -> list[tuple[QuestionOption, list[tuple[str, State]]]] | None:
    """The choices of a question with the state of their languages; None for whatever has no choices."""
    if not isinstance(part, CallQuestion) or part.kind not in CHOOSING:
        return None
    rows = list(part.options.all())
    load_halves(rows)
    return [(row, pair(row)) for row in rows]
