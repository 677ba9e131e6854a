"""Texts in versions: written side by side, approved by somebody else, published by decision, frozen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.charter.actions import (
    add_article,
    approve_texts,
    begin_edition,
    drop_edition,
    move_article,
    publish_edition,
    remove_article,
    write_article,
    write_intro,
)
from palabre.charter.choices import Part, TextKind
from palabre.charter.models import Article, Edition
from palabre.charter.queries.reading import changes, read, seal_of
from palabre.charter.queries.writing import waiting_seal, words_seal
from palabre.charter.rules import can_view_edition, can_write_texts, visible_editions
from palabre.communities.choices import CommunityKind, Role
from palabre.kit.verdict import Clash, Refused
from palabre.languages.actions import approve_half, forget_halves, write_half
from palabre.languages.models import Half
from palabre.languages.queries import words
from tests.factories import grant, make_community, make_person
from tests.personas import Cast
from tests.unit.charter.helpers import DAY, approver_of, publish

BOTH = {"title": {"fr": "Titre", "en": "Title"}, "text": {"fr": "Texte", "en": "Text"}}
pytestmark = pytest.mark.django_db


def draft(cast: Cast) -> Edition:
    edition = begin_edition(actor=cast.person("steward"), community=cast.network, kind=TextKind.CODE)
    for part in (Part.ADOPT, Part.REFUSE):
        add_article(actor=cast.person("steward"), edition=edition, part=part, texts=BOTH)
    return edition


def test_only_the_network_coordination_writes(cast: Cast) -> None:
    allowed = {name for name, person in cast.everyone().items() if can_write_texts(person, cast.network)}
    assert allowed == {"steward"}
    assert not can_write_texts(cast.person("coordinator"), cast.here)
    for name in set(cast.everyone()) - {"steward"}:
        with pytest.raises(Refused):
            begin_edition(actor=cast.person(name), community=cast.network, kind=TextKind.CODE)


def test_a_community_without_a_network_writes_its_own_code() -> None:
    alone, lead = make_community(kind=CommunityKind.COMMUNITY), make_person()
    grant(lead, alone, Role.COORDINATOR)
    assert can_write_texts(lead, alone)
    network, other_lead = make_community(kind=CommunityKind.NETWORK), make_person()
    grant(other_lead, network, Role.COORDINATOR)
    assert not can_write_texts(other_lead, network)


def test_one_draft_at_a_time_and_the_next_version_is_a_copy(cast: Cast) -> None:
    code = publish(cast)
    steward = cast.person("steward")
    copy = begin_edition(actor=steward, community=cast.network, kind=TextKind.CODE)
    assert copy.version == 2
    assert [row.lineage for row in copy.articles.all()] == [row.lineage for row in code.articles.all()]
    assert changes(read(code, "en"), read(copy, "en")) == []
    with pytest.raises(Refused):
        begin_edition(actor=steward, community=cast.network, kind=TextKind.CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(community=cast.network, kind=TextKind.CODE, version=3)
    drop_edition(actor=steward, edition=copy)
    assert not Half.objects.filter(thing="charter.article", thing_id__in=[row.pk for row in copy.articles.all()])
    assert begin_edition(actor=steward, community=cast.network, kind=TextKind.CODE).version == 2


def test_the_writer_does_not_approve_her_own_translation(cast: Cast) -> None:
    edition = draft(cast)
    with pytest.raises(Refused, match="Somebody else"):
        approve_texts(actor=cast.person("steward"), edition=edition)
    with pytest.raises(Refused):
        publish_edition(actor=cast.person("steward"), edition=edition, decision="Oui", decided_on=DAY)
    approve_texts(actor=approver_of(cast.network), edition=edition)
    assert publish_edition(actor=cast.person("steward"), edition=edition, decision="Oui", decided_on=DAY).published_at


@pytest.mark.parametrize("name", ["coordinator", "member", "outsider", "keeper", "nobody"])
def test_nobody_from_outside_the_network_approves(cast: Cast, name: str) -> None:
    edition = draft(cast)
    with pytest.raises(Refused):
        approve_texts(actor=cast.person(name), edition=edition)
    assert {half.state for half in Half.objects.all()} == {"in_review"}


def test_what_changed_since_it_was_read_is_not_approved(cast: Cast) -> None:
    edition, reader = draft(cast), approver_of(cast.network)
    seen = waiting_seal([edition, *edition.articles.all()])
    first = edition.articles.first()
    write_article(actor=cast.person("steward"), article=first, texts={"title": {"fr": "Titre", "en": "Another"}})
    with pytest.raises(Clash):
        approve_texts(actor=reader, edition=edition, seen=seen)


@pytest.mark.parametrize("gap", ["missing", "outdated", "unapproved", "no_refusals", "no_decision", "future", "days"])
def test_publishing_needs_everything(cast: Cast, gap: str) -> None:
    edition, steward = draft(cast), cast.person("steward")
    approve_texts(actor=approver_of(cast.network), edition=edition)
    article = edition.articles.filter(part=Part.REFUSE).get()
    said = {"decision": "Oui", "decided_on": DAY, "days": 30}
    if gap == "missing":
        Half.objects.filter(thing="charter.article", thing_id=article.pk, field="text").delete()
    elif gap == "outdated":
        write_article(actor=steward, article=article, texts={"text": {"fr": "Autre texte"}})
        Half.objects.filter(thing_id=article.pk, field="text").update(source_text="Texte", source_digest="x")
    elif gap == "unapproved":
        write_article(actor=steward, article=article, texts={"text": {"fr": "Texte", "en": "Reworded"}})
    elif gap == "no_refusals":
        remove_article(actor=steward, article=article)
    elif gap == "no_decision":
        said["decision"] = " "
    elif gap == "future":
        said["decided_on"] = timezone.localdate() + timedelta(days=3)
    else:
        said["days"] = 3
    with pytest.raises(Refused):
        publish_edition(actor=steward, edition=edition, **said)
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_a_published_text_is_frozen_through_every_door(cast: Cast) -> None:
    """At the actions of the room, and where translations are written for any room."""
    code, steward = publish(cast), cast.person("steward")
    article = code.articles.first()
    before = {language: seal_of(read(code, language)) for language in ("fr", "en")}
    assert before == {"fr": code.digest_fr, "en": code.digest_en}
    stale = Edition.objects.get(pk=code.pk)
    stale.state = "draft"
    attempts = (
        lambda: write_article(actor=steward, article=article, texts=BOTH),
        lambda: write_intro(actor=steward, edition=stale, texts={"intro": {"fr": "Autre"}}),
        lambda: add_article(actor=steward, edition=stale, part=Part.ADOPT, texts=BOTH),
        lambda: remove_article(actor=steward, article=article),
        lambda: move_article(actor=steward, article=article, up=False),
        lambda: drop_edition(actor=steward, edition=stale),
        lambda: approve_texts(actor=approver_of(cast.network), edition=stale),
        lambda: publish_edition(actor=steward, edition=stale, decision="Encore", decided_on=DAY),
        lambda: write_half(actor_id=steward.pk, thing=article, field="text", language="en", text="Changed"),
        lambda: approve_half(actor_id=cast.keeper.pk, thing=article, field="text", language="en"),
        lambda: write_half(actor_id=steward.pk, thing=stale, field="intro", language="en", text="Changed"),
        lambda: forget_halves(thing=article),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    assert {language: seal_of(read(code, language)) for language in ("fr", "en")} == before


def test_the_database_keeps_no_published_text_without_its_seal(cast: Cast) -> None:
    code = publish(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=code.pk).update(digest_en="")


def test_two_writers_notice_each_other(cast: Cast) -> None:
    edition, steward = draft(cast), cast.person("steward")
    article = edition.articles.first()
    seen = words_seal(article)
    write_article(actor=steward, article=article, texts={"title": {"fr": "Premier"}}, seen=seen)
    with pytest.raises(Clash):
        write_article(actor=steward, article=article, texts={"title": {"fr": "Second"}}, seen=seen)
    assert Article.objects.get(pk=article.pk).title == "Premier"


def test_translation_writes_only_the_other_half(cast: Cast) -> None:
    edition, translator = draft(cast), approver_of(cast.network)
    article = edition.articles.first()
    with pytest.raises(Refused):
        write_article(actor=translator, article=article, texts={"title": {"fr": "Autre", "en": "Title"}})
    write_article(actor=translator, article=article, texts={"title": {"fr": "Titre", "en": "Heading"}})
    assert words(Article.objects.get(pk=article.pk), "title", "en").text == "Heading"
    with pytest.raises(Refused):
        add_article(actor=translator, edition=edition, part=Part.ADOPT, texts=BOTH)


def test_articles_are_moved_within_their_part(cast: Cast) -> None:
    edition, steward = draft(cast), cast.person("steward")
    second = add_article(actor=steward, edition=edition, part=Part.ADOPT, texts=BOTH)
    move_article(actor=steward, article=second, up=True)
    assert edition.articles.filter(part=Part.ADOPT).first() == second
    move_article(actor=steward, article=second, up=True)
    assert edition.articles.filter(part=Part.ADOPT).first() == second


def test_drafts_are_seen_by_those_who_write_them(cast: Cast) -> None:
    edition = draft(cast)
    for person in cast.everyone().values():
        assert bool(can_view_edition(person, edition)) == (edition in visible_editions(person))
    assert [name for name, one in cast.everyone().items() if can_view_edition(one, edition)] == ["steward"]


def test_the_difference_between_versions_follows_an_article_where_it_goes(cast: Cast) -> None:
    reader = approver_of(cast.network)
    first = publish(cast, approver=reader)
    second = publish(cast, version=2, approver=reader)
    found = changes(read(first, "en"), read(second, "en"))
    assert [(one.state, one.after.title) for one in found] == [
        ("changed", ""), ("changed", "Consent that is spoken"), ("changed", "Upright decisions"),
        ("changed", "Conflicts of interest"),
    ]  # fmt: skip
    assert second.version == 2
    assert second.decided_on == date(2026, 3, 2)
