"""Scenario 000, step 3: a joining campaign and a matchmaking event; members are introduced to each other, if both want."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from palabre.communities.models import Campaign, Community, Introduction, JoinLink, Wish
from palabre.kit.ids import digest, new_id
from palabre.notices.chores import read_journal, send_mail
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, plan, read, send

THEME = "Collecte de fonds"
GIVERS = ("Aminata", "Binta", "Coumba", "Djeneba", "Fanta")


@pytest.mark.covers("S000-3")
@pytest.mark.django_db
def test_members_say_what_they_look_for_and_are_introduced_at_most_three_times() -> None:
    community = make_community("Trame Afrique de l’Ouest", themes=f"{THEME}\nPlaidoyer")
    lead, seeker = make_person("Coordination"), make_person("Oumou")
    grant(lead, community, "coordinator")
    join(lead, community)
    join(seeker, community)
    givers = [make_person(name) for name in GIVERS]
    for person in givers:
        join(person, community)
    link = JoinLink.objects.create(community=community, language="fr", digest=digest(new_id()))
    coordination, hers = at_the_desk_of(lead), at_the_desk_of(seeker)

    # the coordination opens a campaign with its join link, and plans a matchmaking meeting
    today = timezone.localdate()
    send(
        coordination, "communities:campaigns", community.public_id, title_fr="Semaines d’accueil", title_en="Welcome weeks",
        opens_on=today.isoformat(), closes_on=(today + timedelta(days=21)).isoformat(), introductions="on",
        links=[link.public_id],
    )  # fmt: skip
    campaign = Campaign.objects.get()
    event = plan(
        coordination, community.public_id, kind="matchmaking", mode="online", place="", start="14:00", end="15:30",
        day=(today + timedelta(days=9)).isoformat(), title_fr="Cherche et propose", title_en="Look for and offer",
    )  # fmt: skip
    assert event.kind == "matchmaking"
    page = read(hers, "meetings:meeting", event.public_id)
    assert "Cherche et propose" in page
    assert "rencontre de mise en relation" in page

    # members choose; who says nothing is not asked
    here = (community.public_id, campaign.public_id)
    send(hers, "communities:wishes", *here, side="look", theme=THEME, text="Notre premier dossier")
    for person in givers:
        send(at_the_desk_of(person), "communities:wishes", *here, side="offer", theme=THEME)
    send(coordination, "communities:proposals", *here)
    assert Introduction.objects.count() == 3
    send(coordination, "communities:proposals", *here)
    assert Introduction.objects.count() == 3
    _post_office()

    # three are asked on their day, without a name; she too, three times; the mails say nothing
    pages = _asked(hers)
    assert len(pages) == 3
    assert not [name for name in GIVERS for page in pages if name in hers.get(page).content.decode()]
    assert [len(_asked(at_the_desk_of(person))) for person in givers] == [1, 1, 1, 0, 0]
    assert not [message for message in mail.outbox if THEME in message.body or "Oumou" in message.body]

    # she says yes to all; one says yes, one no, one nothing: she reads one name
    for page in pages:
        assert hers.post(page, {"answer": "yes", "contact": "par la messagerie, le soir"}).status_code == 303
    _answer(givers[0], "yes")
    _answer(givers[1], "no")
    texts = [hers.get(page).content.decode() for page in pages]
    assert sorted(name for name in GIVERS for text in texts if name in text) == ["Aminata"]
    (page,) = _asked(at_the_desk_of(givers[0]))
    met = at_the_desk_of(givers[0]).get(page).content.decode()
    assert "Oumou" in met
    assert "par la messagerie, le soir" in met
    assert "Notre premier dossier" in met

    # opting out deletes the wish
    mine = Wish.objects.get(membership__person=seeker)
    send(hers, "communities:withdraw_wish", *here, mine.public_id)
    assert not Wish.objects.filter(membership__person=seeker).exists()
    assert Introduction.objects.count() == 1
    _nobody_else_reads(community, lead, campaign)


def _asked(client: Client) -> list[str]:
    """The introductions that stand on her day."""
    return sorted(set(re.findall(r"/c/\w+/introductions/\w+/", client.get("/home/").content.decode())))


def _answer(person: Person, answer: str) -> None:
    client = at_the_desk_of(person)
    (page,) = _asked(client)
    assert client.post(page, {"answer": answer}).status_code == 303
    _post_office()


def _nobody_else_reads(community: Community, lead: Person, campaign: Campaign) -> None:
    """The coordination has figures, and none below five."""
    page = read(at_the_desk_of(lead), "communities:campaign", community.public_id, campaign.public_id)
    assert THEME not in page.split("<form")[0]
    assert "Oumou" not in page


def _post_office() -> None:
    for _ in range(3):
        read_journal()
        send_mail()
