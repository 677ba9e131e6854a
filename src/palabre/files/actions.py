"""Keeping and discarding files. The room that holds a file's key has asked its own rule before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from palabre.files.checks import Upload, inspect
from palabre.files.choices import Kind, State
from palabre.files.models import StoredFile
from palabre.files.names import display_name, storage_name
from palabre.files.queries import unheld_files
from palabre.files.scanning import scan as scan_for_viruses
from palabre.files.strip import Cleaned, strip
from palabre.journal.actions import record

PHOTO, SHEET = 1600, 2400  # pixels of the longer side
ORPHAN_AFTER = timedelta(days=1)


def keep_upload(
    *, actor_id: int | None, upload: Upload, kinds: Collection[Kind], scan: bool = False, name: str = ""
) -> StoredFile:
    """A checked and cleaned copy of what was sent, under a random name; the file itself is not kept.

    A `scan` of a sheet keeps more pixels than a photo. `name` is what lists call it; by default the name it was
    sent under, cleaned. Raises `Refused`.
    """
    data, found = inspect(upload, kinds)
    scan_for_viruses(data)
    cleaned = strip(data, found, longest=SHEET if scan else PHOTO)
    kept_as = default_storage.save(storage_name(), ContentFile(cleaned.data))
    try:
        return _written(actor_id, cleaned, kept_as, display_name(name or upload.name or "", cleaned.format.kind))
    except BaseException:
        default_storage.delete(kept_as)
        raise


def _written(actor_id: int | None, cleaned: Cleaned, kept_as: str, shown_as: str) -> StoredFile:
    with transaction.atomic():
        stored_file = StoredFile.objects.create(
            kind=cleaned.format.kind,
            content_type=cleaned.format.content_type,
            size=len(cleaned.data),
            sha256=hashlib.sha256(cleaned.data).hexdigest(),
            width=cleaned.width,
            height=cleaned.height,
            storage_name=kept_as,
            display_name=shown_as,
            owner_id=actor_id,
        )
        record(
            "files.kept",
            actor_id=actor_id,
            subject="file",
            subject_id=stored_file.pk,
            file_kind=stored_file.kind,
            size=stored_file.size,
        )
    return stored_file


def discard_file(*, actor_id: int | None, stored_file: StoredFile) -> StoredFile:
    """The bytes and the name go, the row stays for those who point to it. Twice is once."""
    with transaction.atomic():
        stored_file = StoredFile.objects.select_for_update().get(pk=stored_file.pk)
        if stored_file.state == State.DISCARDED:
            return stored_file
        stored_file.state = State.DISCARDED
        stored_file.display_name = ""
        stored_file.save(update_fields=["state", "display_name"])
        record("files.discarded", actor_id=actor_id, subject="file", subject_id=stored_file.pk)
        transaction.on_commit(lambda: default_storage.delete(stored_file.storage_name))
    return stored_file


def sweep_files() -> int:
    """Discard files that nothing points to any more, and bytes that no row keeps; gives their number.

    Both are left alone for a day: a form may still be on its way. Rooms hold a file by a ForeignKey, which is how
    the sweep knows. Bytes stay behind when a process dies before its commit, or a form's transaction is undone.
    """
    unheld = list(unheld_files(timezone.now() - ORPHAN_AFTER))
    for stored_file in unheld:
        discard_file(actor_id=None, stored_file=stored_file)
    return len(unheld) + _sweep_bytes()


def _sweep_bytes() -> int:
    kept = set(StoredFile.objects.filter(state=State.KEPT).values_list("storage_name", flat=True))
    swept = 0
    for folder in _listed("")[0]:
        for name in _listed(folder)[1]:
            path = f"{folder}/{name}"
            if path not in kept and timezone.now() - default_storage.get_modified_time(path) > ORPHAN_AFTER:
                default_storage.delete(path)
                swept += 1
    return swept


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
