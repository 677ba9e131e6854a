"""A small room that tells, for the tests of the queue: one template, one kind of entry, chosen recipients."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Attachment, Letter, Line, Recipient, Subject, Telling

TEMPLATE = "tests/email/hello.txt"
WORDS = (
    "{% load i18n %}{% autoescape off %}{% get_current_language as code %}"
    "{{ code }} {{ hour }} {{ origin }}/ & {{ number }}{% endautoescape %}"
)


@dataclass
class Room:
    """`tellings` is what the next entries tell; `letter` may be replaced by the test."""

    tellings: list[Telling] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    moot: bool = False
    attachments: tuple[Attachment, ...] = ()

    def tell(self, entry: Entry) -> Iterator[Telling]:
        self.told.append(entry.pk)
        yield from self.tellings

    def write(self, keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
        return None if self.moot else Letter({"number": keys["number"], "hour": reader.zone}, self.attachments)

    def to(self, *people: Any, **more: Any) -> None:
        """The next entries are told to these: persons, or addresses."""
        for one in people:
            who = {"address": one, "language": "en"} if isinstance(one, str) else {"person_id": one.pk}
            self.tellings.append(Telling(mail=TEMPLATE, keys={"number": 7}, **who, **more))

    def happen(self, **fields: Any) -> Entry:
        """One entry of the kind that is told."""
        fields.setdefault("actor_id", None)
        fields.setdefault("subject_id", 1)
        with transaction.atomic():
            return record("tests.happened", subject="thing", **fields)


@pytest.fixture
def room(settings: Any) -> Iterator[Room]:
    """The room is declared for the length of one test."""
    one = Room()
    before = copy.deepcopy((REGISTRY.tellers, REGISTRY.writers, REGISTRY.finders, REGISTRY.liners))
    REGISTRY.tellers["tests.happened"] = [one.tell]
    REGISTRY.writers[TEMPLATE] = (Subject.ACTIVITY, one.write)
    REGISTRY.finders["thing"] = lambda reader, ids: {key: key for key in ids if key < 100}
    REGISTRY.liners["tests.happened"] = lambda thing: Line(text=f"thing {thing}", url=f"/{thing}/")
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["loaders"].insert(0, ("django.template.loaders.locmem.Loader", {TEMPLATE: WORDS}))
    settings.TEMPLATES = templates
    yield one
    REGISTRY.tellers, REGISTRY.writers, REGISTRY.finders, REGISTRY.liners = before
