"""Chapter two, third part: CdP Rives du Couchant, the twin of the river, and a visit that belongs to both."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.communities.actions.twins import accept_twin, ask_twin, make_twin_code
from palabre.communities.models import Community
from palabre.demo.networks import bring, founded, newcomer, on, say
from palabre.demo.river import Both, Gathering
from palabre.demo.stage import Stage
from palabre.meetings.actions.joint import accept_joint, open_joint
from palabre.people.models import Person

NAME = Both("CdP Rives du Couchant", "Western Shores CoP")
PURPOSE = Both(
    "Huit organisations de l’ouest du bassin portent la voix des femmes dans les conseils.",
    "Eight organisations of the west of the basin carry women’s voices into the councils.",
)
PEOPLE = ("Diarra M.", "Sira K.", "Boubacar N.", "Nagnouma T.", "Hati S.", "Demba W.", "Coumba L.", "Fodé G.")
VISIT = Both("Visite d’échange entre les deux rives", "Exchange visit between the two shores")


def tell_shores(*, river: Stage, people: dict[str, Person], network: Community, today: date) -> None:
    """Founded a year ago; twins since spring; the visit takes place in three weeks."""
    with on(today - timedelta(days=365)):
        lead, *others = [newcomer(name, f"rives{n}", "fr", river.zone) for n, name in enumerate(PEOPLE)]
        seat = founded(by=people["steward"], parent=network, lead=lead, name=NAME, kind="community", zone=river.zone)
        say(lead, seat.community, {"purpose": PURPOSE})
        for person in others:
            bring(lead, seat.community, person)
    with on(today - timedelta(days=200)):
        code = make_twin_code(actor=lead, community=seat.community)
        twin = ask_twin(actor=river.second, community=river.community, code=code.code())
        accept_twin(actor=lead, twin=twin)
    gathering = Gathering("exchange_visit", today + timedelta(days=21), VISIT, "09:00", "16:00", "in_person", ())
    meeting = river.plan(gathering, planned=today - timedelta(days=4))
    with on(today - timedelta(days=3)):
        accept_joint(actor=lead, joint=open_joint(actor=river.lead, meeting=meeting, twin=twin))
