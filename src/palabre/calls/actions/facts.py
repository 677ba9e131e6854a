"""What a part of a call holds beside its words: looked at one kind at a time. Nothing is saved here but the countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import QuestionKind, RuleCheck, RuleKind
from palabre.calls.models import Call, CallQuestion, EligibilityRule, RuleCountry, SelectionCriterion
from palabre.calls.rules.calls import can_weigh_criterion
from palabre.calls.rules.parts import (
    ASKED_LATER,
    CHOOSING,
    Part,
    earlier_choices,
    may_go,
    nameable_communities,
    nameable_organisations,
)
from palabre.kit.countries import country_name
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

Facts = Mapping[str, Any]
LENGTHS = {QuestionKind.LINE: (10, 300), QuestionKind.TEXT: (50, 20_000)}
FIELDS: dict[str, tuple[str, ...]] = {
    "rule": ("kind", "check_by", "organisation", "community"),
    "criterion": ("weight", "scale", "scored"),
    "question": ("kind", "required", "longest", "least", "most", "criterion", "tells_who", "only_after"),
}
ONLY_EARLIER = no(_("Choose a choice of a question that comes before this one."))
NOT_OF_THIS_CALL = no(_("Choose a criterion of this call."))


def after_saving(part: Part, facts: Facts) -> None:
    """The countries of a rule: rows of their own."""
    if isinstance(part, EligibilityRule) and facts:
        part.countries.all().delete()
        codes = facts.get("countries", ()) if part.check_by == RuleCheck.COUNTRIES else ()
        RuleCountry.objects.bulk_create([RuleCountry(rule=part, country=code) for code in dict.fromkeys(codes)])


def _none(_actor: Person, _call: Call, _part: Any, _facts: Facts) -> None:
    """Words are all it has."""


def _rule(actor: Person, call: Call, part: EligibilityRule, facts: Facts) -> None:
    """Of an organisation, of a community, of countries: only what its check needs, and only what the writer may see."""
    part.kind = _one_of(RuleKind, facts, "kind")
    part.check_by = _one_of(RuleCheck, facts, "check_by")
    part.organisation = part.community = None
    if part.check_by == RuleCheck.STAFF:
        organisation = facts.get("organisation")
        if (
            organisation is None
            or not nameable_organisations(actor, call.community).filter(pk=organisation.pk).exists()
        ):
            raise Refused(no(_("Choose the organisation whose people are meant.")), "organisation")
        part.organisation = organisation
    if part.check_by in {RuleCheck.COMMITTEE, RuleCheck.EARLIER}:
        community = facts.get("community")
        if community is None or not nameable_communities(actor).filter(pk=community.pk).exists():
            raise Refused(no(_("Choose the community whose members are meant.")), "community")
        part.community = community
    if part.check_by == RuleCheck.COUNTRIES:
        codes = facts.get("countries", ())
        if not codes or not all(country_name(code, "en") for code in codes):
            raise Refused(no(_("Write at least one country, or choose a part of the world.")), "countries")


def _criterion(actor: Person, call: Call, part: SelectionCriterion, facts: Facts) -> None:
    """Its weight, its scale, and whether points are given: never once there are some."""
    wanted = {
        "weight": _between(facts, "weight", 1, 10),
        "scale": _between(facts, "scale", 2, 10),
        "scored": bool(facts.get("scored", True)),
    }
    changed = [name for name, value in wanted.items() if getattr(part, name) != value]
    if part.pk and changed:
        part.call = call
        require(can_weigh_criterion(actor, part), changed[0])
    for name, value in wanted.items():
        setattr(part, name, value)


def _question(actor: Person, call: Call, part: CallQuestion, facts: Facts) -> None:
    kind = QuestionKind(_one_of(QuestionKind, facts, "kind"))
    if part.pk and kind not in CHOOSING and not may_go(part):
        raise Refused(ASKED_LATER, "kind")
    part.kind = kind
    part.required, part.tells_who = bool(facts.get("required", True)), bool(facts.get("tells_who"))
    _bounds(part, facts)
    part.criterion = facts.get("criterion")
    if part.criterion is not None and part.criterion.call_id != call.pk:
        raise Refused(NOT_OF_THIS_CALL, "criterion")
    part.only_after = facts.get("only_after")
    earlier = earlier_choices(call, part if part.pk else None)
    if part.only_after is not None and not earlier.filter(pk=part.only_after.pk).exists():
        raise Refused(ONLY_EARLIER, "only_after")


def _bounds(part: CallQuestion, facts: Facts) -> None:
    """Characters of lines and texts; the smallest and the largest number."""
    if part.kind in LENGTHS:
        part.longest = _between(facts, "longest", *LENGTHS[QuestionKind(part.kind)])
    least, most = (facts.get(name) if part.kind == QuestionKind.NUMBER else None for name in ("least", "most"))
    if isinstance(least, Decimal) and isinstance(most, Decimal) and most < least:
        raise Refused(no(_("The largest number comes before the smallest. Exchange the two.")), "most")
    part.least, part.most = least, most


def _one_of(choices: type[RuleKind] | type[RuleCheck] | type[QuestionKind], facts: Facts, name: str) -> str:
    value = str(facts.get(name, ""))
    if value not in choices.values:
        raise Refused(no(_("Choose one of the answers shown.")), name)
    return value


def _between(facts: Facts, name: str, least: int, most: int) -> int:
    value = facts.get(name)
    if not isinstance(value, int) or not least <= value <= most:
        raise Refused(no(_("Choose a number between %(least)s and %(most)s.") % {"least": least, "most": most}), name)
    return value


SETTERS: dict[str, Callable[[Person, Call, Any, Facts], None]] = {
    "theme": _none,
    "rule": _rule,
    "criterion": _criterion,
    "question": _question,
    "option": _none,
}
