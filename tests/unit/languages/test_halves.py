"""The other half: outdated is computed, two writers notice each other, nobody approves her own."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.languages.actions import approve_half, approve_halves, copy_halves, write_half
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, source_digest
from palabre.languages.queries import best_words, halves_of, load_halves, pair, state_in, weakest, words
from palabre.meetings.models import AgendaItem
from tests.factories import make_community, make_item, make_meeting
from tests.personas import Cast
from tests.races import at_once


def item(title: str = "Ouverture") -> AgendaItem:
    return make_item(make_meeting(make_community()), title)


def write(thing: AgendaItem, text: str = "Opening", **wanted: object) -> Half:
    return write_half(actor_id=7, thing=thing, field="title", language="en", text=text, **wanted)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_half_is_missing_then_draft_then_approved_then_outdated() -> None:
    thing = item()
    assert words(thing, "title", "en").missing
    write(thing)
    assert words(thing, "title", "en").state == "draft"
    approve_half(actor_id=8, thing=thing, field="title", language="en")
    assert words(thing, "title", "en").state == "approved"
    thing.title = "Ouverture et tour de table"
    assert words(thing, "title", "en").outdated
    thing.title = "Ouverture"
    assert words(thing, "title", "en").state == "approved"


@pytest.mark.django_db
def test_a_missing_half_falls_back_to_the_source_and_says_so() -> None:
    thing = item()
    found = best_words(thing, "title", "en")
    assert (found.text, found.language) == ("Ouverture", "fr")


@pytest.mark.django_db
def test_whoever_translated_does_not_approve() -> None:
    thing = item()
    write(thing)
    with pytest.raises(Refused):
        approve_half(actor_id=7, thing=thing, field="title", language="en")
    assert Half.objects.get().state == HalfState.DRAFT


@pytest.mark.django_db
def test_an_outdated_or_missing_half_is_not_approved() -> None:
    thing = item()
    with pytest.raises(Refused):
        approve_half(actor_id=8, thing=thing, field="title", language="en")
    write(thing)
    thing.title = "Autre"
    with pytest.raises(Refused):
        approve_half(actor_id=8, thing=thing, field="title", language="en")


@pytest.mark.django_db
def test_an_approval_of_a_version_that_was_replaced_is_refused() -> None:
    thing = item()
    write(thing)
    write(thing, "The opening")
    with pytest.raises(Clash):
        approve_half(actor_id=8, thing=thing, field="title", language="en", version=1)


@pytest.mark.django_db
def test_a_text_written_from_an_older_version_clashes_and_writes_nothing() -> None:
    thing = item()
    write(thing, base_version=0)
    with pytest.raises(Clash) as clash:
        write(thing, "Start", base_version=0)
    assert clash.value.theirs.text == "Opening"
    assert Half.objects.get().text == "Opening"
    assert write(thing, "Start", base_version=1).version == 2


@pytest.mark.django_db
def test_a_clash_on_a_text_that_nobody_wrote_leaves_no_row() -> None:
    thing = item()
    with pytest.raises(Clash):
        write(thing, base_version=3)
    with pytest.raises(Clash):
        write(thing, source_seen=source_digest("autre"))
    write(thing, "")
    assert not Half.objects.exists()


@pytest.mark.django_db
def test_the_same_words_from_the_same_source_keep_version_and_state() -> None:
    thing = item()
    write(thing)
    approve_half(actor_id=8, thing=thing, field="title", language="en")
    entries = Entry.objects.count()
    half = write(thing, state=HalfState.APPROVED)
    assert (half.version, half.approved_by_id, Entry.objects.count()) == (1, 8, entries)


@pytest.mark.django_db
def test_the_same_words_from_a_new_source_are_up_to_date_again() -> None:
    thing = item()
    write(thing)
    thing.title = "L’ouverture"
    assert write(thing).version == 2
    assert words(thing, "title", "en").state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "language"), [("minutes", "en"), ("title", "fr"), ("title", "de")])
def test_only_the_other_language_of_a_translatable_field_is_written(field: str, language: str) -> None:
    with pytest.raises(ValueError, match="no other half"):
        write_half(actor_id=1, thing=item(), field=field, language=language, text="x")


@pytest.mark.django_db
def test_halves_of_several_classes_come_in_one_query() -> None:
    thing = item()
    write(thing)
    others = [make_item(thing.meeting) for _ in range(30)]
    with CaptureQueriesContext(connection) as seen:
        load_halves([thing.meeting, thing, thing.meeting.community, *others])
        assert words(thing, "title", "en").text == "Opening"
        assert [pair(one) for one in others] == [[("fr", "approved"), ("en", "missing")]] * 30
    assert len(seen) == 1
    load_halves([])


@pytest.mark.django_db
def test_the_weakest_state_tells_of_a_whole() -> None:
    assert weakest([[("fr", "approved"), ("en", "draft")], [("fr", "approved"), ("en", "outdated")]]) == [
        ("fr", "approved"),
        ("en", "outdated"),
    ]
    thing = item()
    assert state_in(thing, "fr") == "approved"


@pytest.mark.django_db
def test_a_whole_is_approved_but_for_what_is_outdated() -> None:
    current, stale = item(), item("Clôture")
    write(current)
    write(stale)
    stale.title = "Tour de clôture"
    assert approve_halves(actor_id=8, things=[current, stale], language="en") == 1
    assert words(current, "title", "en").state == "approved"
    assert words(stale, "title", "en").outdated


@pytest.mark.django_db
def test_halves_are_copied_with_the_source_they_were_made_from() -> None:
    source = item()
    write(source)
    source.title = "Autre"
    target = item("Autre")
    copy_halves(source=source, target=target, fields={"title": "title"})
    assert words(target, "title", "en").outdated
    assert len(halves_of(target)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_translate_first_at_the_same_moment_one_is_kept() -> None:
    thing = item()
    texts = ("Opening", "Start", "Welcome")
    found = at_once(
        [lambda text=text: write(AgendaItem.objects.get(pk=thing.pk), text, base_version=0) for text in texts]
    )
    assert sorted(type(one).__name__ for one in found) == ["Clash", "Clash", "Half"]
    assert Half.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_several_who_correct_the_same_version_at_the_same_moment_one_is_kept() -> None:
    thing = item()
    write(thing)
    texts = ("Start", "Welcome", "Beginning")
    found = at_once(
        [lambda text=text: write(AgendaItem.objects.get(pk=thing.pk), text, base_version=1) for text in texts]
    )
    assert sorted(type(one).__name__ for one in found) == ["Clash", "Clash", "Half"]
    assert Half.objects.get().version == 2


def test_a_text_is_marked_with_its_language_when_it_is_not_the_readers(cast: Cast) -> None:
    from django.template import Context, Template
    from django.utils import translation

    thing = item("Qui ? <b>Tous</b>")
    with translation.override("en"):
        page = Template('{% text thing "title" %}').render(Context({"thing": thing}))
    assert page == '<span lang="fr">Qui\u202f? &lt;b&gt;Tous&lt;/b&gt;</span>'
