"""Chapter two, first part: Réseau Trame, four regions that work by themselves and together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count, cycle

from palabre.charter.actions import adhere
from palabre.charter.models import Edition
from palabre.communities.actions import (
    Asking,
    accept_invitation,
    add_place,
    ask_as_person,
    found_community,
    grant_role,
    invite_representative,
    write_question,
)
from palabre.communities.actions.campaigns import open_campaign
from palabre.communities.actions.introducing import add_wish, propose_introductions
from palabre.communities.actions.news import publish_announcement
from palabre.communities.actions.settling import Settings
from palabre.communities.actions.sharing import sign_sharing
from palabre.communities.models import Campaign, Community, Membership
from palabre.demo import alliance_charter, telling, trame
from palabre.demo.networks import Seat, adopt, bring, founded, join, link_of, newcomer, on, say, stand
from palabre.demo.river import Both, Gathering, Point
from palabre.demo.stage import Stage
from palabre.people.models import Person

SHARED = {
    "south-asia": "aggregates", "east-africa": "results", "west-africa": "records", "west-africa-fr": "records",
    "west-africa-en": "results",
}  # fmt: skip
QUESTION = Both("Sur quelles normes travaillez-vous ?", "Which norms do you work on?")
NEWS = (
    Both("Le programme commun est prêt", "The common programme is ready"),
    Both(
        "Les quatre régions l’ont relu. Chacune garde ses priorités ; trois rendez-vous nous réunissent l’an prochain.",
        "The four regions have reviewed it. Each keeps its priorities; three dates bring us together next year.",
    ),
)
REGIONAL_NEWS = (
    Both("Deux langues, une région", "Two languages, one region"),
    Both(
        "Les deux sections préparent ensemble le programme de l’année prochaine : envoyez vos thèmes à votre coordination.",
        "Both sections prepare next year’s programme together: send your themes to your coordination.",
    ),
)
CAMPAIGN = (
    Both("Campagne d’adhésion d’automne", "Autumn joining campaign"),
    Both("Deux semaines pour accueillir et se rencontrer.", "Two weeks to welcome and to meet."),
)
POINTS = (
    Point(Both("Accueil et tour d’ouverture", "Welcome and opening round"), 10, "Animation"),
    Point(Both("Exposé et échanges", "Talk and exchange"), 40, "Animation"),
)
WISHES = (
    ("look", "Une équipe pour évaluer un programme"), ("offer", "Évaluation participative"),
    ("look", "Des témoignages de pairs"), ("offer", "Un groupe de parole"),
)  # fmt: skip


def tell_trame(*, people: dict[str, Person], today: date) -> None:
    """Founded four hundred days ago; five join links, sixty people, eighteen organisations, twelve events."""
    begun = today - timedelta(days=400)
    with on(begun):
        root, code = _network(people, begun)
    with on(begun + timedelta(days=10)):
        seats = _regions(root, people)
    with on(begun + timedelta(days=24)):
        for seat in seats.values():
            adopt(seat, code, begun + timedelta(days=24))
    with on(begun + timedelta(days=40)):
        _arrive(seats, people, code)
        _houses(seats, code)
    with on(begun + timedelta(days=60)):
        for key, level in SHARED.items():
            seat = seats[key]
            sign_sharing(
                actor=seat.lead, child=seat.community, level=level, decision="Décidé en plénière, sans objection.",
                decided_on=begun + timedelta(days=58),
            )  # fmt: skip
    _events(seats, today)
    _lately(root, seats, people, today)


def _network(people: dict[str, Person], day: date) -> tuple[Community, Edition]:
    """The keeper founds it, the steward cares for it, one person coordinates and approves what the steward writes."""
    root = found_community(
        actor=people["keeper"], kind="global", name=trame.NAME.fr, source_language="fr", zone="Africa/Dakar"
    )
    bring(people["keeper"], root, people["steward"], "steward")
    bring(people["steward"], root, people["translator"], "coordinator")
    words = {
        "name": trame.NAME, "vision": trame.VISION, "mission": trame.MISSION, "domain": trame.DOMAIN,
        "people": trame.PEOPLE, "practice": trame.PRACTICE, "objectives": trame.OBJECTIVES, "ways": trame.WAYS,
        "themes": trame.THEMES,
    }  # fmt: skip
    say(people["translator"], root, words)
    code = alliance_charter.publish_code(network=root, steward=people["steward"], approver=people["translator"], on=day)
    adopt(Seat(root, people["translator"]), code, day)
    return root, code


def _regions(root: Community, people: dict[str, Person]) -> dict[str, Seat]:
    """Four regional nodes, two sections; the one called Global takes everybody whom no region takes."""
    seats: dict[str, Seat] = {}
    stewards = {"": people["steward"]}
    for region in trame.REGIONS:
        above = seats[region.above].community if region.above else root
        lead = people.get(region.account) or newcomer(region.lead, region.key, "en", region.zone)
        settings = Settings(
            zone=region.zone, countries=tuple(region.countries.split()), catch_all=region.key == "global",
            language=region.language if region.kind == "section" else "",
        )  # fmt: skip
        seats[region.key] = founded(
            by=stewards[region.above], parent=above, lead=lead, name=region.name, kind=region.kind, zone=region.zone,
            source=region.language, settings=settings,
        )  # fmt: skip
        words = {"purpose": trame.PURPOSES[region.key], "domain": trame.DOMAIN, "practice": trame.PRACTICE}
        say(lead, seats[region.key].community, words)
        if region.key in {row.above for row in trame.REGIONS}:
            stewards[region.key] = _regional(seats[region.key], people["steward"])
    for key, language in trame.LINKS:
        link_of(seats[key], language)
    return seats


def _regional(seat: Seat, steward: Person) -> Person:
    """A region with sections has somebody who cares for them."""
    person = newcomer("Binta W.", f"{seat.community.public_id}", "fr", seat.community.zone)
    bring(steward, seat.community, person, "steward")
    return person


def _arrive(seats: dict[str, Seat], people: dict[str, Person], code: Edition) -> None:
    """Sixty people; one of them has another name here than by the river."""
    names, numbers, profiles = iter(trame.NAMES), count(), cycle(trame.PROFILES)
    for region in trame.REGIONS:
        seat, also = seats[region.key], ALSO.get(region.key, ())
        homes = [code for code, number in region.homes.items() for _ in range(number)][1:]  # the first coordinates
        for code_of_country in homes[len(also) :]:
            person = newcomer(next(names), f"trame{next(numbers):02}", region.language, region.zone)
            join(seat, person, country=code_of_country, profile=next(profiles), code=code)
        for (key, handle), code_of_country in zip(also, homes, strict=False):
            membership = join(seat, people[key], country=code_of_country, profile=next(profiles), code=code)
            stand(people[key], membership, handle=handle)


ALSO = {"west-africa-fr": (("member", "Sali de l’Ouest"),)}


def _houses(seats: dict[str, Seat], code: Edition) -> None:
    """Each organisation has a place and somebody who speaks for it; associations also adhere to the code."""
    turn = {key: iter(seat.people) for key, seat in seats.items()}
    for name, kind, country, key in trame.ORGANISATIONS:
        seat, person = seats[key], next(turn[key])
        place = add_place(actor=seat.lead, community=seat.community, name=name, kind=kind, country=country)
        invitation = invite_representative(
            actor=seat.lead, place=place, email=person.email, name=person.display_name, language=person.language,
            votes=True,
        )  # fmt: skip
        accept_invitation(token=invitation.token(), person=person)
        if kind == "ngo":
            adhere(
                actor=person, community=seat.community, organisation=place.organisation, language=person.language,
                seen=code.digest(person.language),
            )  # fmt: skip


def _events(seats: dict[str, Seat], today: date) -> None:
    """Twelve events; those that are over have their attendance."""
    for event in trame.EVENTS:
        seat, day = seats[event.region], today + timedelta(days=event.day)
        stage = _stage(seat, min(day, today) - timedelta(days=30))
        hour, minute = divmod(14 * 60 + event.minutes, 60)
        gathering = Gathering(
            event.kind, day, event.title, "14:00", f"{hour:02}:{minute:02}", "online", POINTS, event.present
        )
        meeting = stage.plan(gathering, planned=min(day, today) - timedelta(days=21))
        stage.publish(meeting, min(day, today) - timedelta(days=7))
        if event.present:
            telling.note_present(stage, meeting, event.present)
            stage.hold(meeting, day)


def _stage(seat: Seat, day: date) -> Stage:
    """The second person reads what the first one plans."""
    second = seat.people[0]
    if not second.grants.filter(community=seat.community, role="translator").exists():
        with on(day):
            grant_role(actor=seat.lead, community=seat.community, person=second, role="translator")
    return Stage(seat.community, seat.community.zone, seat.lead, second)


def _lately(root: Community, seats: dict[str, Seat], people: dict[str, Person], today: date) -> None:
    """News of the network, a campaign with introductions, and somebody who waits for an answer."""
    west = seats["west-africa-fr"]
    with on(today - timedelta(days=5)):
        _tell(people["translator"], root, NEWS)
        _tell(west.lead, seats["west-africa"].community, REGIONAL_NEWS)
        texts = {
            "title": {"fr": CAMPAIGN[0].fr, "en": CAMPAIGN[0].en},
            "text": {"fr": CAMPAIGN[1].fr, "en": CAMPAIGN[1].en},
        }
        campaign = open_campaign(
            actor=west.lead, community=west.community, texts=texts, opens_on=today - timedelta(days=5),
            closes_on=today + timedelta(days=9), introductions=True, links=[west.link] if west.link else [],
        )  # fmt: skip
        _wishes(campaign, west)
        question = write_question(
            actor=west.lead, community=west.community, texts={"fr": QUESTION.fr, "en": QUESTION.en}
        )
    with on(today - timedelta(days=1), 16):
        said = Asking(country="ML", profile="practitioner", answers={question.public_id: "L’âge du mariage."})
        if west.link:
            ask_as_person(actor=people["newcomer"], link=west.link, said=said)


def _tell(actor: Person, community: Community, news: tuple[Both, Both]) -> None:
    title, text = ({"fr": both.fr, "en": both.en} for both in news)
    publish_announcement(actor=actor, community=community, audience="below", title=title, text=text)


def _wishes(campaign: Campaign, seat: Seat) -> None:
    theme = "Prévention des violences"
    for person, (side, text) in zip(seat.people[1:5], WISHES, strict=True):
        membership = Membership.objects.get(person=person, community=seat.community)
        stand(person, membership, listed=True)
        add_wish(actor=person, campaign=campaign, side=side, theme=theme, text=text)
    propose_introductions(actor=seat.lead, campaign=campaign)
