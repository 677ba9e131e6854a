"""Chapter three, first part: a network, its charter, and a cohort of high risk that is still empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from palabre.charter.models import Edition
from palabre.communities.actions import add_place, found_community
from palabre.communities.actions.belonging import change_level
from palabre.communities.actions.roles import confirm_role, grant_role
from palabre.communities.actions.settling import Settings
from palabre.communities.models import Community, Organisation
from palabre.demo import alliance_charter, roots
from palabre.demo.networks import Seat, adopt, bring, founded, newcomer, on, say
from palabre.demo.roots_people import ZONE
from palabre.people.models import Person

# role by the river of this chapter: who, in which language
CAST = {
    "zola": ("Zola M.", "en"), "ines": ("Inès R.", "fr"), "roots-coordinator": ("Zawadi K.", "fr"),
    "roots-mel": ("Meera S.", "en"), "roots-treasurer": ("Théo B.", "fr"), "second-treasurer": ("Lindiwe N.", "en"),
    "roots-translator": ("Clémence O.", "fr"), "roots-facilitator": ("Nadège P.", "fr"),
}  # fmt: skip
# what the coordination gives
GIVEN = (("roots-mel", "mel"), ("roots-translator", "translator"), ("roots-facilitator", "facilitator"))


@dataclass(slots=True)
class Roots:
    """The stage of the chapter: its network, its cohort, whoever works for it, and who was chosen, in order."""

    network: Community
    code: Edition
    cohort: Seat
    committee: Community
    earlier: Community
    house: Organisation
    cast: dict[str, Person]
    begun: date
    members: list[Person] = field(default_factory=list)

    @property
    def community(self) -> Community:
        return self.cohort.community

    def who(self, key: str) -> Person:
        """One of the cast, with nothing remembered of another day."""
        person = self.cast[key]
        person.__dict__.pop("_standing", None)
        person.__dict__.pop("_circles", None)
        return person


def found_roots(*, people: dict[str, Person], begun: date) -> Roots:
    """Ten months before today; `people` are the demo's accounts."""
    with on(begun):
        cast = {key: people.get(key) or newcomer(name, key, tongue, ZONE) for key, (name, tongue) in CAST.items()}
        network = _network(people["keeper"], cast)
        code = alliance_charter.publish_code(network=network, steward=cast["zola"], approver=cast["ines"], on=begun)
        adopt(Seat(network, cast["ines"]), code, begun)
        # the secretariat of both is hers, so that her call can name them
        committee, earlier = (
            founded(
                by=cast["zola"], parent=network, lead=cast["roots-coordinator"], name=title, kind=kind, zone=ZONE
            ).community
            for title, kind in ((roots.COMMITTEE, "committee"), (roots.EARLIER, "community"))
        )
    with on(begun + timedelta(days=10)):
        cohort = founded(
            by=cast["zola"], parent=network, lead=cast["roots-coordinator"], name=roots.NAME, kind="community",
            zone=ZONE, risk="high", settings=Settings(zone=ZONE, ideal_size=15),
        )  # fmt: skip
        say(cast["roots-coordinator"], cohort.community, roots.TEXTS)
        host = add_place(
            actor=cast["roots-coordinator"], community=cohort.community, name=roots.HOST, kind="ingo", country="ZA",
            part="host",
        )  # fmt: skip
    stage = Roots(network, code, cohort, committee, earlier, host.organisation, cast, begun)
    with on(begun + timedelta(days=14)):
        adopt(cohort, code, begun + timedelta(days=14))
        _team(stage)
    return stage


def _network(keeper: Person, cast: dict[str, Person]) -> Community:
    network = found_community(actor=keeper, kind="global", name=roots.NETWORK.fr, source_language="fr", zone=ZONE)
    bring(keeper, network, cast["zola"], "steward")
    bring(cast["zola"], network, cast["ines"], "coordinator")
    say(cast["ines"], network, {"name": roots.NETWORK, "purpose": roots.NETWORK_PURPOSE})
    return network


def _team(stage: Roots) -> None:
    """Most roles come from the coordination; treasury from above, confirmed by a second person."""
    lead, given = stage.who("roots-coordinator"), dict(GIVEN)
    for key in (*given, "roots-treasurer", "second-treasurer"):
        bring(lead, stage.community, stage.who(key))
        alliance_charter.sign(
            person=stage.cast[key], code=stage.code,
            membership=stage.community.memberships.get(person=stage.cast[key]),
        )  # fmt: skip
    # whoever translates or facilitates works for the cohort, and belongs to none of its groups
    for key in ("roots-translator", "roots-facilitator"):
        place = stage.community.memberships.get(person=stage.cast[key])
        change_level(actor=stage.who("roots-coordinator"), membership=place, level="observer")
    for key, role in given.items():
        grant_role(actor=stage.who("roots-coordinator"), community=stage.community, person=stage.who(key), role=role)
    for key in ("roots-treasurer", "second-treasurer"):
        named = grant_role(actor=stage.who("zola"), community=stage.community, person=stage.who(key), role="treasurer")
        confirm_role(actor=stage.who("roots-coordinator"), grant=named)
