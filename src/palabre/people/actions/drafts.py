"""Unfinished forms, kept on the server so that a lost line or phone loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from palabre.kit.verdict import require
from palabre.people.choices import DRAFTS_KEPT
from palabre.people.models import Draft, Person
from palabre.people.rules import can_keep_draft, fits_in_draft, fresh_person


def save_draft(*, actor: Person, form: str, values: Mapping[str, Any]) -> Draft:
    """Keep what she is typing, for her alone. Nothing in the journal: a draft is nobody's news. Raises Refused."""
    fresh_person(actor)
    require(can_keep_draft(actor, form))
    require(fits_in_draft(len(json.dumps(values, ensure_ascii=False).encode())), "size")
    with transaction.atomic():
        draft, _new = Draft.objects.update_or_create(
            person=actor, form=form, defaults={"values": dict(values), "saved_at": timezone.now()}
        )
        old = Draft.objects.filter(person=actor).order_by("-saved_at", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(old[DRAFTS_KEPT : DRAFTS_KEPT + 20])).delete()
    return draft


def forget_draft(*, actor: Person, form: str) -> None:
    """The form was sent: its draft goes."""
    Draft.objects.filter(person=fresh_person(actor), form=form).delete()
