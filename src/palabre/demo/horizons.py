"""Chapter two, second part: Alliance Horizons Égaux in its light form: a code in two versions, reviews, agreements."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count, cycle

from palabre.charter.actions import (
    accept_peer,
    add_improvement,
    agree_plan,
    assess_chapter,
    comment_chapter,
    conclude_review,
    finish_assessment,
    finish_comments,
    name_peer,
    plan_review,
)
from palabre.charter.models import Edition, Review
from palabre.communities.actions import found_community
from palabre.communities.actions.settling import Settings
from palabre.communities.actions.sharing import ask_sharing, sign_sharing
from palabre.communities.choices import Profile
from palabre.communities.models import Community, Membership
from palabre.demo import alliance, alliance_charter
from palabre.demo.alliance_reviews import ANSWERS
from palabre.demo.countries import REGIONS
from palabre.demo.networks import Seat, adopt, bring, founded, join, newcomer, on, say
from palabre.demo.river import Both
from palabre.people.models import Person

LEVELS = ("aggregates", "results", "records", "aggregates", "", "results")
DECISION = "Décidé en assemblée, par consentement."
PROMISE = Both(
    "Lire le code ensemble à chaque rencontre semestrielle.", "Read the code together at each half-yearly meeting."
)
CONCLUSION = Both("Le code est lu à chaque rencontre.", "The code is read at each meeting.")


def tell_alliance(*, people: dict[str, Person], today: date) -> None:
    """Founded two years ago; the second version of its code is twelve days old and not signed by all."""
    begun = today - timedelta(days=730)
    with on(begun):
        root, code = _network(people, begun)
    with on(begun + timedelta(days=20)):
        regions = _regions(root, people["steward"])
        nations = _nations(regions, people)
    seats = [*regions, *nations]
    with on(begun + timedelta(days=40)):
        for seat in seats:
            adopt(seat, code, begun + timedelta(days=40))
    with on(begun + timedelta(days=60)):
        _arrive(regions, nations, code)
        _share(regions, nations, people["steward"], begun + timedelta(days=60))
    _reviews(root, regions, people, today)
    with on(today - timedelta(days=12)):
        second = alliance_charter.publish_code(
            network=root, steward=people["steward"], approver=people["second-reader"], on=today - timedelta(days=12), version=2
        )  # fmt: skip
    with on(today - timedelta(days=6)):
        _sign_again(seats, second)


def _network(people: dict[str, Person], day: date) -> tuple[Community, Edition]:
    keeper, steward, second = people["keeper"], people["steward"], people["second-reader"]
    root = found_community(
        actor=keeper, kind="global", name=alliance.NAME.fr, source_language="fr", zone="Europe/Brussels"
    )
    bring(keeper, root, steward, "steward")
    bring(steward, root, second, "coordinator")
    words = {
        "name": alliance.NAME, "vision": alliance.VISION, "mission": alliance.MISSION, "domain": alliance.DOMAIN,
        "people": alliance.PEOPLE, "practice": alliance.PRACTICE, "is_text": alliance.IS_TEXT,
        "is_not_text": alliance.IS_NOT,
    }  # fmt: skip
    say(second, root, words)
    alliance_charter.publish_principles(network=root, steward=steward, approver=second, on=day)
    code = alliance_charter.publish_code(network=root, steward=steward, approver=second, on=day)
    alliance_charter.publish_standards(network=root, steward=steward, approver=second, on=day)
    adopt(Seat(root, second), code, day)
    return root, code


def _regions(root: Community, steward: Person) -> list[Seat]:
    seats = []
    for number, (region, name) in enumerate(zip(REGIONS, alliance.REGION_NAMES, strict=True)):
        lead = newcomer(alliance.LEADS[number], f"region{number}", region.language, region.zone)
        seats.append(
            founded(
                by=steward, parent=root, lead=lead, name=name, kind="regional", zone=region.zone, source=region.language,
                settings=Settings(zone=region.zone, countries=region.countries),
            )
        )  # fmt: skip
    return seats


def _nations(regions: list[Seat], people: dict[str, Person]) -> list[Seat]:
    """Each region names who cares for its countries; one country is more careful than the others."""
    seats = []
    for nation in alliance.NATIONS:
        above, zone = regions[nation.region], REGIONS[nation.region].zone
        caring = newcomer(nation.care, f"care-{nation.country.lower()}", "fr", zone)
        bring(people["steward"], above.community, caring, "steward")
        lead = people.get(nation.account) or newcomer(nation.lead, f"nation-{nation.country.lower()}", "fr", zone)
        seats.append(
            founded(
                by=caring, parent=above.community, lead=lead, name=nation.name, kind="national", zone=zone,
                settings=Settings(zone=zone, countries=(nation.country,)),
                risk="elevated" if nation.country == "TN" else "standard",
            )
        )  # fmt: skip
    return seats


def _arrive(regions: list[Seat], nations: list[Seat], code: Edition) -> None:
    """Eighty people, those who coordinate among them."""
    names, numbers, profiles = iter(alliance.names(80)), count(), cycle(Profile.values)
    for seat, region, size in zip(regions, REGIONS, alliance.IN_REGIONS, strict=True):
        codes = cycle(region.countries[region.national :])
        for _ in range(size - 1):
            person = newcomer(next(names), f"horizons{next(numbers):02}", region.language, region.zone)
            join(seat, person, country=next(codes), profile=next(profiles), code=code)
    for seat, nation in zip(nations, alliance.NATIONS, strict=True):
        for _ in range(nation.size - 1):
            person = newcomer(next(names), f"horizons{next(numbers):02}", "fr", seat.community.zone)
            join(seat, person, country=nation.country, profile=next(profiles), code=code)


def _share(regions: list[Seat], nations: list[Seat], steward: Person, day: date) -> None:
    """Each decides; one region is still asked, and the most careful country shares nothing."""
    levels = (*LEVELS, *("aggregates" for _ in nations[:-1]))
    for seat, level in zip([*regions, *nations[:-1]], levels, strict=True):
        if level:
            sign_sharing(actor=seat.lead, child=seat.community, level=level, decision=DECISION, decided_on=day)
        else:
            ask_sharing(actor=steward, child=seat.community, level="aggregates")


def _sign_again(seats: list[Seat], code: Edition) -> None:
    """Two in three have signed the new version; the others still have some days."""
    for seat in seats:
        for number, person in enumerate([seat.lead, *seat.people]):
            if number % 3 != 2:
                membership = Membership.objects.taken().get(person=person, community=seat.community)
                alliance_charter.sign(person=person, membership=membership, code=code)


def _reviews(root: Community, regions: list[Seat], people: dict[str, Person], today: date) -> None:
    """Three networks review themselves: one has answered, one is being read by a peer, one follows its plan."""
    for months, (seat, peer) in zip(
        (9, 5, 2), ((regions[1], regions[2]), (regions[2], regions[3]), (regions[0], regions[1])), strict=True
    ):
        day = today - timedelta(days=30 * months)
        with on(day):
            review = _assessed(seat)
        if months >= 5:
            with on(day + timedelta(days=20)):
                name_peer(actor=people["steward"], review=review, peer=peer.community)
                accept_peer(actor=peer.lead, review=review)
        if months == 9:
            with on(day + timedelta(days=40)):
                _read_by_peer(review, peer)
                _improved(review, seat, day)


def _said(seat: Seat, both: Both) -> str:
    """In the language of whoever coordinates."""
    return both.fr if seat.lead.language == "fr" else both.en


def _assessed(seat: Seat) -> Review:
    review = plan_review(actor=seat.lead, community=seat.community, language=seat.lead.language)
    for line, said in zip(review.lines.order_by("pk"), ANSWERS, strict=True):
        assess_chapter(
            actor=seat.lead, line=line, level=said.level, finding=_said(seat, said.finding),
            evidence=_said(seat, said.evidence), language=seat.lead.language,
        )  # fmt: skip
    return finish_assessment(actor=seat.lead, review=review)


def _read_by_peer(review: Review, peer: Seat) -> None:
    for line, said in zip(review.lines.order_by("pk"), ANSWERS, strict=True):
        comment_chapter(actor=peer.lead, line=line, comment=_said(peer, said.remark), language=peer.lead.language)
    finish_comments(actor=peer.lead, review=review)


def _improved(review: Review, seat: Seat, day: date) -> None:
    line = review.lines.order_by("pk")[0]
    other, mine = (PROMISE.en, PROMISE.fr) if seat.lead.language == "fr" else (PROMISE.fr, PROMISE.en)
    add_improvement(
        actor=seat.lead, line=line, text=mine, due=day + timedelta(days=180), person=seat.lead,
        language=seat.lead.language, other_text=other,
    )  # fmt: skip
    agree_plan(actor=seat.lead, review=review)
    conclude_review(actor=seat.lead, review=review, conclusion=_said(seat, CONCLUSION), language=seat.lead.language)
