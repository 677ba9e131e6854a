"""The net under the rooms: whatever points to an erased person and no room spoke of.

A row that exists for a person alone is deleted with her, as the database would do; a row that only mentions her no
longer does. What stays is written here with its reason, and a test compares it with the tables.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import CASCADE
from django.db.models.fields.reverse_related import ForeignObjectRel

from palabre.people.models import Person

KEPT = {
    "communities.Membership.person": "an ended place: that there was somebody, without a name",
    "communities.RoleGrant.person": "an ended role: decisions were taken under it",
    "communities.Vouch.by": "counts for somebody else",
    "money.HonorariumAgreement.person": "accounts are kept by law, without a name (art. 17(3))",
    "people.Erasure.person": "that and when it was done",
}
"""Rows that go on pointing to the nameless row."""


def relations() -> list[ForeignObjectRel]:
    """Every foreign key to a person, of every room, those too that have no name on her side."""
    found = Person._meta.get_fields(include_hidden=True)
    return [one for one in found if isinstance(one, ForeignObjectRel) and not one.many_to_many]


def name_of(relation: ForeignObjectRel) -> str:
    return f"{relation.related_model._meta.label}.{relation.field.name}"


def unlink_the_rest(*, person: Person) -> None:
    """Delete, or cut loose, whatever still points to her."""
    with transaction.atomic():
        for relation in relations():
            if name_of(relation) in KEPT:
                continue
            table: Any = relation.related_model
            rows = table._base_manager.filter(**{relation.field.name: person})
            if relation.on_delete is CASCADE:
                rows.delete()
            else:
                rows.update(**{relation.field.name: None})
