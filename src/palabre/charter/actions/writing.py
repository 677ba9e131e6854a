"""A new version is begun as a copy of the one in force, and written article by article in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from palabre.charter.choices import PARTS, TextKind
from palabre.charter.models import Article, Edition
from palabre.charter.queries.writing import words_seal
from palabre.charter.rules import can_begin_edition, can_edit_edition, can_translate_edition, published
from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import YES, Clash, Refused, Verdict, no, require
from palabre.languages.actions import copy_halves, forget_halves, write_half
from palabre.languages.choices import HalfState
from palabre.languages.queries import other, words
from palabre.people.models import Person

Texts = Mapping[str, Mapping[str, str]]
LONGEST_TITLE, LONGEST_TEXT, MOST_ARTICLES = 200, 4000, 40
TWO_WRITERS = no(_("Somebody else changed this text while you were writing. Theirs stands below yours."))


def begin_edition(*, actor: Person, community: Community, kind: str, language: str = "") -> Edition:
    """A draft: a copy of the version in force, or empty for the first one. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_begin_edition(fresh(actor), community, TextKind(kind)))
        latest = Edition.objects.filter(community=community, kind=kind).aggregate(last=Max("version"))["last"] or 0
        before = published(kind, [community.pk]).first()
        edition = Edition.objects.create(
            community=community,
            kind=kind,
            version=latest + 1,
            begun_by=actor,
            intro=before.intro if before else "",
            source_language=before.source_language if before else language or community.source_language,
        )
        if before is not None:
            _copy(before, edition)
        tell("charter.begun", actor, edition)
    return edition


def _copy(before: Edition, edition: Edition) -> None:
    copy_halves(source=before, target=edition, fields={"intro": "intro"})
    for row in before.articles.all():
        copied = Article.objects.create(
            edition=edition, part=row.part, position=row.position, lineage=row.lineage, title=row.title,
            text=row.text, source_language=row.source_language,
        )  # fmt: skip
        copy_halves(source=row, target=copied, fields={"title": "title", "text": "text"})


def drop_edition(*, actor: Person, edition: Edition) -> None:
    """Give up a draft. Raises Refused."""
    with transaction.atomic():
        edition = _open(fresh(actor), edition)
        for row in edition.articles.all():
            forget_halves(thing=row)
        forget_halves(thing=edition)
        tell("charter.dropped", actor, edition)
        edition.delete()


def write_intro(*, actor: Person, edition: Edition, texts: Texts, seen: str | None = None) -> Edition:
    """What stands before the articles, `{"intro": {"fr": …, "en": …}}`. Raises Refused, or Clash as `write_article`."""
    with transaction.atomic():
        edition = _open_to_translation(fresh(actor), edition)
        _write(actor, edition, edition, texts, seen)
        tell("charter.written", actor, edition)
    return edition


def add_article(*, actor: Person, edition: Edition, part: str, texts: Texts) -> Article:
    """One more article at the end of its part. Raises Refused."""
    with transaction.atomic():
        edition = _open(fresh(actor), edition)
        if part not in PARTS[edition.kind]:
            raise Refused(no(_("Choose one of the parts of this text.")), "part")
        rows = Article.objects.filter(edition=edition)
        if rows.count() >= MOST_ARTICLES:
            raise Refused(no(_("%(most)s articles at most.") % {"most": MOST_ARTICLES}))
        last = rows.filter(part=part).aggregate(last=Max("position"))["last"] or 0
        source = edition.source_language
        article = Article.objects.create(
            edition=edition, part=part, position=last + 1, source_language=source,
            title=_checked("title", texts["title"].get(source, ""), source),
            text=_checked("text", texts["text"].get(source, ""), source),
        )  # fmt: skip
        _write_other(actor, edition, article, texts)
        tell("charter.article_added", actor, edition, article=article.pk)
    return article


def write_article(*, actor: Person, article: Article, texts: Texts, seen: str | None = None) -> Article:
    """`{"title": {"fr": …, "en": …}, "text": …}`: whoever translates may change only the other half.

    `seen` is `words_seal` as the writer read it; if it no longer holds, raises Clash and writes nothing.
    """
    with transaction.atomic():
        edition = _open_to_translation(fresh(actor), article.edition)
        article = Article.objects.select_for_update().get(pk=article.pk, edition=edition)
        _write(actor, edition, article, texts, seen)
        tell("charter.written", actor, edition, article=article.pk)
    return article


def move_article(*, actor: Person, article: Article, up: bool) -> Article:
    """One place up or down within its part. Raises Refused."""
    with transaction.atomic():
        edition = _open(fresh(actor), article.edition)
        rows = list(Article.objects.filter(edition=edition, part=article.part).order_by("position", "pk"))
        place = next((n for n, row in enumerate(rows) if row.pk == article.pk), None)
        if place is None:
            raise Refused(no(_("This article was removed meanwhile.")))
        beside = place - 1 if up else place + 1
        if 0 <= beside < len(rows):
            rows[place], rows[beside] = rows[beside], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Article.objects.bulk_update(rows, ["position"])
        tell("charter.article_moved", actor, edition, article=article.pk)
    return article


def remove_article(*, actor: Person, article: Article) -> None:
    """Take an article out of a draft; earlier versions keep it. Raises Refused."""
    with transaction.atomic():
        edition = _open(fresh(actor), article.edition)
        forget_halves(thing=article)
        tell("charter.article_removed", actor, edition, article=article.pk)
        Article.objects.filter(pk=article.pk, edition=edition).delete()


def locked(edition: Edition) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=edition.pk)


def _open(actor: Person, edition: Edition) -> Edition:
    """Lock, then ask: a frozen text is not written, whatever the door."""
    edition = locked(edition)
    require(can_edit_edition(actor, edition))
    return edition


def _open_to_translation(actor: Person, edition: Edition) -> Edition:
    edition = locked(edition)
    require(can_translate_edition(actor, edition))
    return edition


def _write(actor: Person, edition: Edition, thing: Edition | Article, texts: Texts, seen: str | None) -> None:
    if seen is not None and seen != words_seal(thing):
        raise Clash(TWO_WRITERS, thing)
    source = thing.source_language
    said = {
        name: _checked(name, halves[source], source, empty=name == "intro")
        for name, halves in texts.items()
        if source in halves
    }
    if any(getattr(thing, name) != text for name, text in said.items()):
        require(_may_write_source(actor, edition), f"{next(iter(said))}_{source}")
        for name, text in said.items():
            setattr(thing, name, text)
        thing.save(update_fields=list(said))
    _write_other(actor, edition, thing, texts)


def _may_write_source(actor: Person, edition: Edition) -> Verdict:
    if can_edit_edition(actor, edition):
        return YES
    return no(_("Translation writes the other language; the coordination of the network writes this one."))


def _write_other(actor: Person, edition: Edition, thing: Edition | Article, texts: Texts) -> None:
    """The other half waits for somebody else's approval."""
    language = other(thing.source_language)
    for name, halves in texts.items():
        if language not in halves:
            continue
        text = _checked(name, halves[language], language, empty=True)
        found = words(thing, name, language)
        if text == found.text and not found.outdated:
            continue
        write_half(
            actor_id=actor.pk, thing=thing, field=name, language=language, text=text, state=HalfState.IN_REVIEW,
            community_id=edition.community_id,
        )  # fmt: skip


def _checked(name: str, text: str, language: str, *, empty: bool = False) -> str:
    text = one_line(text) if name == "title" else clean(text)
    most = LONGEST_TITLE if name == "title" else LONGEST_TEXT
    if not text and not empty:
        raise Refused(no(_("Please fill in this field.")), f"{name}_{language}")
    if len(text) > most:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": most}
        raise Refused(no(sentence), f"{name}_{language}")
    return text


def tell(kind: str, actor: Person, edition: Edition, **facts: Any) -> None:
    record(
        kind,
        actor_id=actor.pk,
        community_id=edition.community_id,
        subject="edition",
        subject_id=edition.pk,
        text=edition.kind,
        version=edition.version,
        **facts,
    )
