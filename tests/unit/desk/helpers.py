"""What the tests of these pages share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.models import Community
from palabre.languages.models import Half, Translatable, source_digest
from palabre.languages.queries import thing_name
from palabre.people.models import Person

SignIn = Callable[[Person | None], Client]


def promise(community: Community, days: int, **fields: Any) -> Commitment:
    """A promise due in so many days; late when negative."""
    fields.setdefault("text", f"Promesse {days}")
    return Commitment.objects.create(community=community, due=timezone.localdate() + timedelta(days=days), **fields)


def half(
    thing: Translatable, field: str, text: str = "words", *, state: str = "approved", source: str | None = None
) -> Half:
    """The English half of a French thing; `source` is what it was made from, if not the words of today."""
    made_from = getattr(thing, field) if source is None else source
    return Half.objects.create(
        thing=thing_name(thing),
        thing_id=thing.pk,
        field=field,
        language="en",
        text=text,
        state=state,
        source_text=made_from,
        source_digest=source_digest(made_from),
    )


def queries(client: Client, url: str) -> list[str]:
    """What a page asks of the database; it must answer 200 and write nothing."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    told = [query["sql"] for query in asked.captured_queries]
    assert [sql for sql in told if sql.split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE")] == []
    return told


def page(client: Client, url: str) -> str:
    """The words of a page, spaces made plain."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())
