"""Which files are still needed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from palabre.files.choices import State
from palabre.files.models import StoredFile


def unheld_files(before: datetime) -> QuerySet[StoredFile]:
    """Kept files made before then to which no row of any room points. None while no room points to files at all."""
    files = StoredFile.objects.filter(state=State.KEPT, created_at__lt=before).order_by("pk")
    fields = StoredFile._meta.get_fields(include_hidden=True)
    links = [field for field in fields if isinstance(field, ForeignObjectRel)]
    for link in links:
        holders = link.related_model._base_manager.filter(**{link.field.attname: OuterRef("pk")})
        files = files.exclude(Exists(holders))
    return files if links else files.none()
