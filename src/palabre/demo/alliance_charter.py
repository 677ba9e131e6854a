"""How the alliance writes what binds it: one person writes both languages, another approves, then it is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from palabre.charter.actions import (
    add_article,
    adopt_charter,
    approve_texts,
    begin_edition,
    publish_edition,
    sign_code,
    write_article,
    write_intro,
)
from palabre.charter.choices import Part, TextKind
from palabre.charter.models import Adoption, Edition, Signature
from palabre.communities.models import Community, Membership
from palabre.demo import alliance_texts as texts
from palabre.demo.alliance_texts import Item
from palabre.demo.river import Both
from palabre.people.models import Person


def publish_principles(*, network: Community, steward: Person, approver: Person, on: date) -> Edition:
    edition = _begun(network, steward, TextKind.PRINCIPLES, texts.PRINCIPLES_INTRO)
    _add(steward, edition, Part.PRINCIPLE, texts.PRINCIPLES)
    return _published(edition, steward, approver, texts.DECIDED["principles"], on)


def publish_code(*, network: Community, steward: Person, approver: Person, on: date, version: int = 1) -> Edition:
    """Version 1 from nothing; version 2 as a copy of which a few articles are mended."""
    edition = _begun(network, steward, TextKind.CODE, texts.CODE_INTRO[version])
    if version == 1:
        _add(steward, edition, Part.ADOPT, texts.ADOPT)
        _add(steward, edition, Part.REFUSE, texts.REFUSE)
    else:
        for part, wanted in ((Part.ADOPT, texts.adopt_in(version)), (Part.REFUSE, texts.refuse_in(version))):
            rows = edition.articles.filter(part=part).order_by("position")
            for article, item in zip(rows, wanted, strict=True):
                write_article(actor=steward, article=article, texts=_halves(item))
    return _published(edition, steward, approver, texts.DECIDED[version], on)


def publish_standards(*, network: Community, steward: Person, approver: Person, on: date) -> Edition:
    edition = _begun(network, steward, TextKind.STANDARDS, texts.STANDARDS_INTRO)
    _add(steward, edition, Part.CHAPTER, texts.STANDARDS)
    return _published(edition, steward, approver, texts.DECIDED["standards"], on)


def adopt(*, community: Community, coordinator: Person, code: Edition, on: date) -> Adoption:
    return adopt_charter(
        actor=coordinator, community=community, code=code, decision=texts.DECIDED["adoption"].fr, decided_on=on
    )


def sign(*, person: Person, membership: Membership, code: Edition, language: str = "") -> Signature:
    """Each signs in her own language."""
    chosen = language or person.language
    return sign_code(actor=person, membership=membership, language=chosen, seen=code.digest(chosen))


def _begun(network: Community, steward: Person, kind: TextKind, intro: Both) -> Edition:
    edition = begin_edition(actor=steward, community=network, kind=kind)
    return write_intro(actor=steward, edition=edition, texts={"intro": {"fr": intro.fr, "en": intro.en}})


def _halves(item: Item) -> dict[str, dict[str, str]]:
    return {
        "title": {"fr": item.title.fr, "en": item.title.en},
        "text": {"fr": item.text.fr, "en": item.text.en},
    }


def _add(steward: Person, edition: Edition, part: Part, items: Iterable[Item]) -> None:
    for item in items:
        add_article(actor=steward, edition=edition, part=part, texts=_halves(item))


def _published(edition: Edition, steward: Person, approver: Person, decided: Both, on: date) -> Edition:
    approve_texts(actor=approver, edition=edition)
    return publish_edition(actor=steward, edition=edition, decision=decided.fr, decided_on=on)
