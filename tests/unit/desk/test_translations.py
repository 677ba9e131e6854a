"""What waits for a translator, over all of her communities."""

from __future__ import annotations

import re

import pytest

from palabre.communities.models import Community
from palabre.meetings.models import Minutes, RecordedDecision, Segment
from tests.factories import grant, make_item, make_meeting
from tests.personas import Cast
from tests.unit.desk.helpers import SignIn, half, page, promise, queries

DESK = "/translate/"


def english_page(cast: Cast, as_person: SignIn, name: str = "translator") -> str:
    person = cast.person(name)
    person.language = "en"
    person.save(update_fields=["language"])
    return page(as_person(person), DESK)


def links(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'<a class="go" href="([^"]+)"', main)


def finish(community: Community) -> None:
    """The community itself is said in both languages, so that it is out of the way."""
    half(community, "name", "Here")


def test_what_is_outdated_comes_before_what_is_missing(cast: Cast, as_person: SignIn) -> None:
    finish(cast.here)
    missing = promise(cast.here, 1, person=cast.member, text="Sans anglais")
    outdated = promise(cast.here, 2, person=cast.member, text="Changée depuis")
    half(outdated, "text", "Made from other words", source="Les mots d'avant")
    draft, review, ready = (
        promise(cast.here, 3, person=cast.member, text=text) for text in ("Brouillon", "Relire", "Prêt")
    )
    half(draft, "text", state="draft")
    half(review, "text", state="in_review")
    half(ready, "text", state="approved")

    html = english_page(cast, as_person)

    expected = [f"/commitments/{one.public_id}/translation/" for one in (outdated, missing, draft, review)]
    assert links(html) == expected
    assert "Prêt" not in html


def test_each_row_leads_to_the_place_that_mends_it(cast: Cast, as_person: SignIn) -> None:
    meeting = make_meeting(cast.here, title="Rencontre")
    item = make_item(meeting, "Point")
    minutes = Minutes.objects.create(meeting=meeting)
    segment = Segment.objects.create(minutes=minutes, item=item, position=1, title="Point", body="Ce qui fut dit")

    html = english_page(cast, as_person)

    found = links(html)
    assert f"/c/{cast.here.public_id}/about/" in found
    assert f"/meetings/{meeting.public_id}/translation/" in found
    assert any(link.startswith(f"/meetings/{meeting.public_id}/minutes/") for link in found)
    half(segment, "title")
    half(segment, "body")
    assert not any("minutes" in link for link in links(english_page(cast, as_person)))


def test_one_outdated_passage_makes_the_minutes_outdated(cast: Cast, as_person: SignIn) -> None:
    finish(cast.here)
    meeting = make_meeting(cast.here)
    half(meeting, "title")
    minutes = Minutes.objects.create(meeting=meeting)
    for number in (1, 2):
        segment = Segment.objects.create(minutes=minutes, position=number, title="Point", body="Dit")
        half(segment, "title")
        half(segment, "body", source="Dit" if number == 1 else "Dit autrement")

    html = english_page(cast, as_person)

    assert len(links(html)) == 1
    assert "Outdated" in html


def test_decision_without_its_english_makes_the_minutes_incomplete(cast: Cast, as_person: SignIn) -> None:
    finish(cast.here)
    meeting = make_meeting(cast.here)
    half(meeting, "title")
    segment = Segment.objects.create(minutes=Minutes.objects.create(meeting=meeting), position=1, title="P", body="D")
    half(segment, "title")
    half(segment, "body")
    assert links(english_page(cast, as_person)) == []

    RecordedDecision.objects.create(segment=segment, text="On le fait")

    assert len(links(english_page(cast, as_person))) == 1


@pytest.mark.covers("SR-14")
def test_other_communities_are_not_on_the_desk(cast: Cast, as_person: SignIn) -> None:
    promise(cast.there, 1, person=cast.outsider, text="Ailleurs")

    assert "Ailleurs" not in english_page(cast, as_person)


def test_desk_holds_all_communities_in_which_one_translates(cast: Cast, as_person: SignIn) -> None:
    promise(cast.there, 1, person=cast.outsider, text="Ailleurs")
    grant(cast.translator, cast.there, "translator")

    html = english_page(cast, as_person)

    assert "Ailleurs" in html
    assert "Communauté Ici" in html


def test_desk_of_one_community_holds_only_its_own(cast: Cast, as_person: SignIn) -> None:
    promise(cast.there, 1, person=cast.outsider, text="Ailleurs")
    grant(cast.translator, cast.there, "translator")

    html = page(as_person(cast.translator), f"/c/{cast.here.public_id}/translate/")

    assert "Ailleurs" not in html
    assert f"/c/{cast.here.public_id}/about/" in links(html)
    assert as_person(cast.outsider).get(f"/c/{cast.here.public_id}/translate/").status_code == 404


def test_member_who_does_not_translate_is_told_how_it_comes(cast: Cast, as_person: SignIn) -> None:
    html = english_page(cast, as_person, "member")

    assert "You do not translate yet" in html
    assert links(html) == []


def test_community_that_wants_one_language_is_not_on_the_desk(cast: Cast, as_person: SignIn) -> None:
    cast.here.needs_both_languages = False
    cast.here.save(update_fields=["needs_both_languages"])

    assert links(english_page(cast, as_person)) == []


def test_everything_translated_is_said(cast: Cast, as_person: SignIn) -> None:
    finish(cast.here)

    assert "Everything is in both languages" in english_page(cast, as_person)


def test_long_desk_shows_the_first_and_says_how_many_more(cast: Cast, as_person: SignIn) -> None:
    finish(cast.here)
    for number in range(40):
        promise(cast.here, number, person=cast.member)

    html = english_page(cast, as_person)

    assert len(links(html)) == 25
    assert "And 15 more." in html


def test_desk_asks_as_much_with_thirty_rows_as_with_one(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.translator)

    def fill(count: int) -> None:
        for number in range(count):
            meeting = make_meeting(cast.here)
            item = make_item(meeting)
            minutes = Minutes.objects.create(meeting=meeting)
            segment = Segment.objects.create(minutes=minutes, item=item, position=1, title="P", body="D")
            RecordedDecision.objects.create(segment=segment, text="On le fait")
            half(promise(cast.here, number, person=cast.member), "text", state="draft")

    fill(1)
    one = queries(client, DESK)
    fill(29)
    thirty = queries(client, DESK)

    assert len(one) == len(thirty), "\n".join(thirty)
    assert len(thirty) <= 16, "\n".join(thirty)
