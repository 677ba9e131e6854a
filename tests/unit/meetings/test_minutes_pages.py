"""Who sees and may do what with minutes, what the pages say, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.kit.documents import docx
from palabre.meetings.actions.minutes_flow import record_decision, take_commitment
from palabre.meetings.actions.minutes_states import propose_minutes
from palabre.meetings.models import Minutes
from palabre.meetings.queries.minutes import minutes_page
from palabre.meetings.queries.minutes_paper import minutes_markdown, minutes_paper
from palabre.meetings.rules import (
    can_approve_minutes,
    can_close_meeting,
    can_propose_minutes,
    can_start_minutes,
    can_write_minutes,
    visible_decisions,
    visible_minutes,
)
from palabre.people.models import Person
from tests.personas import ROLES_HERE, STRANGERS, Cast
from tests.unit.meetings.minutes_story import (
    approved,
    held_meeting,
    language_of,
    opened,
    passages,
    translated,
    was_there,
    write,
    written,
)

SignIn = Callable[[Person | None], Client]
READERS = {"coordinator", "facilitator", "translator", "core", "member", "second_member"}
ALLOWED = {
    "start": {"coordinator", "facilitator"},
    "write": {"coordinator", "facilitator"},
    "translate": {"coordinator", "facilitator", "translator"},
    "propose the source": {"coordinator", "facilitator"},
    "propose the other": {"coordinator", "facilitator", "translator"},
    "approve the source": {"coordinator", "core"},
    "close": {"coordinator"},
}


def verdicts(cast: Cast, who: str) -> dict[str, bool]:
    started, proposed, whole = translated(cast), written(cast), approved(cast)
    propose_minutes(actor=cast.facilitator, minutes=proposed, language="fr")
    was_there(cast.core, proposed.meeting)
    actor, source, other = cast.person(who), language_of(started, "fr"), language_of(started, "en")
    return {
        "start": bool(can_start_minutes(actor, held_meeting(cast.here))),
        "write": bool(can_write_minutes(actor, started, "fr")),
        "translate": bool(can_write_minutes(actor, started, "en")),
        "propose the source": bool(can_propose_minutes(actor, source)),
        "propose the other": bool(can_propose_minutes(actor, other)),
        "approve the source": bool(can_approve_minutes(actor, language_of(proposed, "fr"))),
        "close": bool(can_close_meeting(actor, Minutes.objects.get(pk=whole.pk).meeting)),
    }


@pytest.mark.parametrize("who", [*ROLES_HERE, *STRANGERS])
def test_each_persona_may_do_exactly_what_the_table_says(cast: Cast, who: str) -> None:
    assert verdicts(cast, who) == {verb: who in allowed for verb, allowed in ALLOWED.items()}


@pytest.mark.covers("SR-12", "SR-14")
def test_minutes_of_another_community_do_not_exist(cast: Cast, as_person: SignIn) -> None:
    minutes = written(cast)
    segment = passages(minutes)[0]
    decision = record_decision(actor=cast.facilitator, segment=segment, text="Décidé")
    meeting = minutes.meeting.public_id
    reads = ["minutes", "minutes_writing", "minutes_translation", "minutes_print", "minutes_md", "minutes_docx"]
    urls = [reverse(f"meetings:{name}", args=[meeting]) for name in reads]
    inner = ("segment", "segment_versions", "segment_translation", "decision_new", "commitment_new")
    urls += [reverse(f"meetings:{name}", args=[meeting, segment.public_id]) for name in inner]
    urls.append(reverse("meetings:decision", args=[meeting, decision.public_id]))
    posts = [reverse(f"meetings:{name}", args=[meeting]) for name in ("minutes_start", "minutes_passages", "closing")]
    posts += [reverse(f"meetings:{name}", args=[meeting, "fr"]) for name in ("minutes_proposal", "minutes_approval")]
    for name, person in cast.everyone().items():
        client, expected = as_person(person), name in READERS
        for url in urls:
            assert (client.get(url).status_code != 404) == expected, (name, url)
        if not expected:
            assert {client.post(url).status_code for url in posts} == {404}, name
            assert not visible_minutes(person).exists()
    assert as_person(None).get(urls[0]).status_code == 302


def test_a_passage_is_only_found_under_its_own_meeting(cast: Cast, as_person: SignIn) -> None:
    one, two = written(cast), written(cast)
    url = reverse("meetings:segment", args=[one.meeting.public_id, passages(two)[0].public_id])
    assert as_person(cast.facilitator).get(url).status_code == 404


def test_a_language_that_minutes_do_not_have_is_not_found(cast: Cast, as_person: SignIn) -> None:
    url = reverse("meetings:minutes_proposal", args=[written(cast).meeting.public_id, "xx"])
    assert as_person(cast.facilitator).post(url).status_code == 404


def test_only_what_is_not_up_to_date_is_marked_and_the_button_mends_it(cast: Cast, as_person: SignIn) -> None:
    minutes = approved(cast)
    url = reverse("meetings:minutes", args=[minutes.meeting.public_id])
    assert as_person(cast.translator).get(url).content.decode().count('class="pair"') == 1
    third = passages(minutes)[2]
    write(cast.facilitator, third, "Au point 3, le suivi se fait tous les six mois.")
    body = as_person(cast.translator).get(url).content.decode()
    assert body.count('class="pair"') == 2
    assert "<del>" in body
    assert reverse("meetings:segment_translation", args=[minutes.meeting.public_id, third.public_id]) in body
    member = as_person(cast.member).get(url).content.decode()
    assert "<del>" in member
    assert reverse("meetings:segment_translation", args=[minutes.meeting.public_id, third.public_id]) not in member


def test_a_button_that_is_refused_says_what_is_missing(cast: Cast, as_person: SignIn) -> None:
    minutes = written(cast)
    page = as_person(cast.translator).get(reverse("meetings:minutes", args=[minutes.meeting.public_id]), {"lang": "en"})
    body = page.content.decode()
    assert "Passage 1 is missing in English." in body
    assert "disabled" in body


def test_minutes_that_were_not_started_are_offered_to_those_who_write_them(cast: Cast, as_person: SignIn) -> None:
    meeting = held_meeting(cast.here)
    url, start = (reverse(f"meetings:{name}", args=[meeting.public_id]) for name in ("minutes", "minutes_start"))
    assert start in as_person(cast.facilitator).get(url).content.decode()
    assert start not in as_person(cast.member).get(url).content.decode()
    answer = as_person(cast.facilitator).post(start, {"language": "en", "once": "1"})
    assert answer.status_code == 303
    assert Minutes.objects.get().source_language == "en"


def _page_cost(cast: Cast, as_person: SignIn, points: int, names: tuple[str, ...]) -> dict[str, int]:
    minutes = written(cast, points)
    for segment in passages(minutes):
        decision = record_decision(actor=cast.facilitator, segment=segment, text="Décidé")
        take_commitment(
            actor=cast.facilitator,
            segment=segment,
            text="Promis",
            due=date.today() + timedelta(days=9),  # noqa: DTZ011
            person=cast.member,
            decision=decision,
        )
    first = passages(minutes)[0]
    costs = {}
    client = as_person(cast.facilitator)
    for name in names:
        args = [minutes.meeting.public_id] + ([first.public_id] if name.startswith("segment") else [])
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(f"meetings:{name}", args=args)).status_code == 200
        costs[name] = len(seen)
        wrote = [query["sql"] for query in seen if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert wrote == []
    return costs


def test_thirty_passages_cost_as_many_queries_as_one_and_no_page_writes(cast: Cast, as_person: SignIn) -> None:
    names = (
        "minutes",
        "minutes_writing",
        "minutes_translation",
        "minutes_print",
        "segment",
        "segment_translation",
        "segment_versions",
    )
    one = _page_cost(cast, as_person, 1, names)
    assert _page_cost(cast, as_person, 30, names) == one
    assert max(one.values()) <= 13, one


def test_minutes_taken_along_say_the_same_in_the_language_asked_for(cast: Cast, as_person: SignIn) -> None:
    minutes = translated(cast)
    record_decision(
        actor=cast.facilitator, segment=passages(minutes)[0], text="On garde la caisse.", other_text="We keep the box."
    )
    page = minutes_page(cast.member, minutes.meeting.public_id)
    english = minutes_markdown(page, ("en",))
    assert "## 1. Opening" in english
    assert "Decision: We keep the box." in english
    assert "Ouverture" not in english
    both = minutes_markdown(page, ("fr", "en"))
    assert both.index("Ouverture") < both.index("Opening")
    assert docx(minutes_paper(page, ("fr",)))[:2] == b"PK"
    url = reverse("meetings:minutes_md", args=[minutes.meeting.public_id])
    answer = as_person(cast.member).get(url, {"words": "fr"})
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.md"'
    assert "Ouverture" in answer.content.decode()


def test_a_passage_without_translation_is_given_in_its_source_and_says_so(cast: Cast) -> None:
    page = minutes_page(cast.member, written(cast).meeting.public_id)
    english = minutes_markdown(page, ("en",))
    assert "(not translated yet)" in english
    assert "le suivi se fait tous les ans" in english


def test_the_follow_up_of_commitments_shows_what_is_still_open(cast: Cast, as_person: SignIn) -> None:
    from palabre.commitments.actions import open_commitment
    from palabre.meetings.actions.minutes import start_minutes
    from tests.factories import make_item

    open_commitment(
        actor=cast.member,
        community=cast.here,
        text="Envoyer la liste des présentes",
        due=date.today() + timedelta(days=9),  # noqa: DTZ011
        person=cast.member,
    )
    meeting = held_meeting(cast.here, 0)
    make_item(meeting, "Suivi des engagements", kind="commitments")
    minutes = start_minutes(actor=cast.facilitator, meeting=meeting)
    url = reverse("meetings:segment", args=[meeting.public_id, passages(minutes)[0].public_id])
    assert "Envoyer la liste des présentes" in as_person(cast.facilitator).get(url).content.decode()


def test_versions_show_who_wrote_and_what_changed(cast: Cast, as_person: SignIn) -> None:
    segment = passages(opened(cast))[0]
    write(cast.facilitator, segment, "Suivi tous les ans.")
    write(cast.coordinator, segment, "Suivi tous les six mois.")
    url = reverse("meetings:segment_versions", args=[segment.minutes.meeting.public_id, segment.public_id])
    body = as_person(cast.member).get(url).content.decode()
    assert "Coordinator" in body
    assert "<ins>" in body


def test_paper_in_one_language_shows_each_sign_once(cast: Cast, as_person: SignIn) -> None:
    minutes = opened(cast)
    write(cast.facilitator, passages(minutes)[0], "Dit.", title="Droits & devoirs")
    url = reverse("meetings:minutes_print", args=[minutes.meeting.public_id])
    for words in ("fr", "both"):
        body = as_person(cast.member).get(url, {"words": words}).content.decode()
        assert "Droits &amp; devoirs" in body
        assert "&amp;amp;" not in body


def test_decisions_of_another_community_are_in_no_list(cast: Cast) -> None:
    decision = record_decision(actor=cast.facilitator, segment=passages(written(cast))[0], text="Décidé")
    for name, person in cast.everyone().items():
        assert visible_decisions(person).filter(pk=decision.pk).exists() == (name in READERS), name
