"""Who may apply: the rules of the call, asked of what is known (INV-12).

A refusal names its rule and what can be done. Nothing here looks at what somebody writes, nor at her use of AI (INV-17).

What our own data say of a person is asked only where she showed that the account or the address is hers: else anybody
could learn, by typing an address, whether its owner belongs to a community. The coordination asks the same of the
others when it screens them (`facts_for_screening`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import RuleCheck, RuleKind
from palabre.calls.models import Application, Call, EligibilityRule
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership, Representative
from palabre.kit.folding import folded
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of whoever applies. Empty or None: not known, and nothing is held against her."""

    person: Person | None = None
    # an address that is hers
    address: str = ""
    country: str = ""
    organisation: str = ""
    own_name: bool | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that is not met: why, and what she can do now. `field`: where the form asks for what decided."""

    rule: EligibilityRule
    why: str | Promise
    then: str | Promise
    field: str = ""


@dataclass(frozen=True, slots=True)
class _Ties:
    """Where she belongs here; `known`: somebody was looked for."""

    known: bool = False
    inside: frozenset[int] = frozenset()
    ever: frozenset[int] = frozenset()
    organisations: frozenset[int] = frozenset()
    said: str = field(default="")


# whether a rule fits; None: nobody knows
Fits = Callable[[EligibilityRule, Facts, _Ties], bool | None]


def facts_of(application: Application) -> Facts:
    """What an application tells, and what is known of an account or an address that she showed to be hers."""
    proven = application.email_proven_at is not None
    return Facts(
        person=application.person,
        address=application.email if proven else "",
        country=application.country,
        organisation=application.organisation,
        own_name=application.own_name or None,
    )


def facts_for_screening(application: Application) -> Facts:
    """The same with the address as she typed it: for the coordination alone."""
    return replace(facts_of(application), address=application.email)


def refusals(call: Call, facts: Facts) -> list[Refusal]:
    """The rules of the call that are not met, in their order; none: nothing known speaks against her. Four queries."""
    rules = list(call.rules.select_related("organisation").prefetch_related("countries"))
    ties = _ties(facts)
    return [*_shut_out(rules, facts, ties), *_not_let_in(rules, facts, ties)]


def asks_own_name(call: Call) -> bool:
    """Whether people apply to this call in their own name alone."""
    return call.rules.filter(check_by=RuleCheck.INDIVIDUAL).exists()


def _shut_out(rules: Iterable[EligibilityRule], facts: Facts, ties: _Ties) -> Iterable[Refusal]:
    """Rules that say who may not apply, and fit."""
    for rule in rules:
        # "in one's own name only" says the same under either heading
        if rule.check_by == RuleCheck.INDIVIDUAL:
            if facts.own_name is False:
                yield _refusal(rule)
        elif rule.kind == RuleKind.MAY_NOT and _fits(rule, facts, ties):
            yield _refusal(rule)


def _not_let_in(rules: Iterable[EligibilityRule], facts: Facts, ties: _Ties) -> Iterable[Refusal]:
    """Rules that say who may apply, of which none of the same kind fits: two lists of countries are one."""
    groups: dict[str, list[EligibilityRule]] = {}
    for rule in rules:
        if rule.kind == RuleKind.MAY and rule.check_by != RuleCheck.INDIVIDUAL:
            groups.setdefault(rule.check_by, []).append(rule)
    for group in groups.values():
        if all(_fits(rule, facts, ties) is False for rule in group):
            yield _refusal(group[0])


def _fits(rule: EligibilityRule, facts: Facts, ties: _Ties) -> bool | None:
    asked = FITS.get(RuleCheck(rule.check_by))
    return asked(rule, facts, ties) if asked else None


def _country(rule: EligibilityRule, facts: Facts, _ties: _Ties) -> bool | None:
    listed = {one.country for one in rule.countries.all()}
    return facts.country in listed if facts.country and listed else None


def _staff(rule: EligibilityRule, facts: Facts, ties: _Ties) -> bool | None:
    """By a place held for the organisation, by speaking for it, or by its name as she wrote it."""
    if rule.organisation is None:
        return None
    if facts.organisation and folded(facts.organisation) == folded(rule.organisation.name):
        return True
    return rule.organisation_id in ties.organisations if ties.known or facts.organisation else None


def _committee(rule: EligibilityRule, _facts: Facts, ties: _Ties) -> bool | None:
    return rule.community_id in ties.inside if ties.known else None


def _earlier(rule: EligibilityRule, _facts: Facts, ties: _Ties) -> bool | None:
    return rule.community_id in ties.ever if ties.known else None


FITS: dict[RuleCheck, Fits] = {
    RuleCheck.COUNTRIES: _country,
    RuleCheck.STAFF: _staff,
    RuleCheck.COMMITTEE: _committee,
    RuleCheck.EARLIER: _earlier,
}


def _ties(facts: Facts) -> _Ties:
    """Memberships of the account, and of the account that has this address. Whoever only asked to join was no member."""
    if facts.person is None and not facts.address:
        return _Ties()
    hers = Q(person=facts.person) if facts.person else Q()
    hers |= Q(person__email__iexact=facts.address) if facts.address else Q()
    besides = {*MembershipState.asking(), MembershipState.DECLINED}
    rows = list(
        Membership.objects.filter(hers, canary=False)
        .exclude(state__in=besides)
        .values_list("pk", "community_id", "organisation_id", "state")
    )
    taken = [row for row in rows if row[3] not in MembershipState.over() | {MembershipState.EXCLUDED}]
    speaks = Representative.objects.filter(membership__in=[row[0] for row in taken], until=None)
    organisations = {row[2] for row in taken if row[2]} | set(speaks.values_list("place__organisation_id", flat=True))
    return _Ties(
        known=True,
        inside=frozenset(row[1] for row in taken),
        ever=frozenset(row[1] for row in rows),
        organisations=frozenset(organisations),
    )


_MAY_NOT: dict[str, tuple[str | Promise, str | Promise, str]] = {
    RuleCheck.COUNTRIES: (
        _("This call is not open to the country that you chose."),
        _("If another country is yours too, choose it. Otherwise look at the other calls, or pass this one on."),
        "country",
    ),
    RuleCheck.INDIVIDUAL: (
        _("Here people apply in their own name, not for an organisation."),
        _("You or somebody of your organisation can apply in your own name, and say in the form where you work."),
        "own_name",
    ),
    RuleCheck.STAFF: (
        _("Whoever works for this organisation cannot apply."),
        _("If you no longer work there, write to the coordination: it can set this right. You may pass the call on."),
        "organisation",
    ),
    RuleCheck.COMMITTEE: (
        _("You belong to the committee or community that this rule names; its members cannot apply."),
        _("If you have left it, write to the coordination: it can set this right. You may pass the call on."),
        "",
    ),
    RuleCheck.EARLIER: (
        _("You were a member of the earlier cohort that this rule names; its members cannot apply again."),
        _("The places are for others this time. You may pass the call on to somebody it would suit."),
        "",
    ),
}
_MAY: dict[str, tuple[str | Promise, str | Promise, str]] = {
    RuleCheck.COUNTRIES: (
        _("The country that you chose is not among those that this call is open to."),
        _(
            "If you live or work in one of them, choose that one. Otherwise look at the other calls, or pass this one on."
        ),
        "country",
    ),
    RuleCheck.STAFF: (
        _("This call is open only to people of the organisation that this rule names."),
        _("If you work there, write its name as the call does, or write to the coordination."),
        "organisation",
    ),
}
_ONLY_MEMBERS = (
    _("This call is open only to members of the community that this rule names."),
    _("If you are one of them, sign in first, then apply."),
    "",
)


def _refusal(rule: EligibilityRule) -> Refusal:
    if rule.kind == RuleKind.MAY_NOT or rule.check_by == RuleCheck.INDIVIDUAL:
        return Refusal(rule, *_MAY_NOT[rule.check_by])
    return Refusal(rule, *_MAY.get(rule.check_by, _ONLY_MEMBERS))
