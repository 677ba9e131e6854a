"""Archives of one's own data: asked for, made in the background, kept for two days."""

from __future__ import annotations

import base64
import logging
import secrets
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.exchange.packing import packed
from palabre.exchange.rules import can_ask_archive, can_download
from palabre.journal.actions import record
from palabre.kit.ids import new_id
from palabre.kit.keyring import open_sealed, seal
from palabre.kit.verdict import require
from palabre.people.models import Person
from palabre.people.rules import fresh_person

log = logging.getLogger("palabre.exchange")

KEPT = timedelta(hours=48)
FOLDER = "archives"
# bound to its own row: a file that takes another's place does not open
PLACE = "exchange_archive.{}"


def ask_archive(*, actor: Person) -> Archive:
    """Ask for everything that is kept of oneself. Raises Refused."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=fresh_person(actor).pk)
        require(can_ask_archive(actor))
        archive = Archive.objects.create(person=actor)
        _tell("exchange.archive_asked", archive)
    return archive


def make_archives() -> int:
    """Make those that wait; gives their number. One that fails is marked so, and asked for again by its owner."""
    done = 0
    for archive in Archive.objects.filter(state=JobState.WAITING).select_related("person").order_by("pk"):
        try:
            done += _make(archive)
        except Exception as wrong:  # one that cannot be made must not hold up the others
            log.error("archive not made: %s, reference %s", type(wrong).__name__, secrets.token_hex(4))
            Archive.objects.filter(pk=archive.pk, state=JobState.WAITING).update(state=JobState.FAILED)
    return done


def _make(archive: Archive) -> int:
    """The bytes are kept sealed: they hold in the clear what the tables hold sealed. Two workers make one."""
    if not archive.person.is_active:
        drop_archives(person=archive.person)
        return 0
    sealed = seal(base64.b64encode(packed(archive.person)).decode(), PLACE.format(archive.public_id))
    # two folders deep: the sweep of uploads looks only one folder deep
    name = default_storage.save(f"{FOLDER}/{archive.public_id[:2]}/{new_id()}", ContentFile(sealed.encode()))
    now = timezone.now()
    ready = {"state": JobState.READY, "ready_at": now, "expires_at": now + KEPT}
    with transaction.atomic():
        mine = Archive.objects.filter(pk=archive.pk, state=JobState.WAITING)
        if not mine.update(storage_name=name, size=len(sealed), **ready):
            transaction.on_commit(lambda: default_storage.delete(name))
            return 0
        _forget(list(Archive.objects.filter(person_id=archive.person_id, state=JobState.READY).exclude(pk=archive.pk)))
        _tell("exchange.archive_ready", archive)
    return 1


def open_archive(*, actor: Person, archive: Archive) -> bytes:
    """The zip file, for its owner alone. Raises Refused."""
    with transaction.atomic():
        require(can_download(fresh_person(actor), archive))
        with default_storage.open(archive.storage_name) as file:
            sealed = file.read().decode()
        _tell("exchange.archive_read", archive)
    return base64.b64decode(open_sealed(sealed, PLACE.format(archive.public_id)))


def forget_archives() -> int:
    """Those that are two days old, and bytes that no row holds any more; gives the number of the first."""
    old = list(Archive.objects.filter(state=JobState.READY, expires_at__lte=timezone.now()))
    with transaction.atomic():
        _forget(old)
    _sweep()
    return len(old)


def _sweep() -> None:
    """A process that died between the file and its row left bytes behind; a day later they go."""
    held = set(Archive.objects.exclude(storage_name="").values_list("storage_name", flat=True))
    for path in (f"{folder}/{name}" for folder in _listed(FOLDER, 0) for name in _listed(folder, 1)):
        if path not in held and timezone.now() - default_storage.get_modified_time(path) > timedelta(days=1):
            default_storage.delete(path)


def _listed(folder: str, which: int) -> list[str]:
    """Whole paths of the folders (0) in a folder, or the names of its files (1)."""
    try:
        found: list[str] = default_storage.listdir(folder)[which]
    except FileNotFoundError:
        return []
    return found if which else [f"{folder}/{name}" for name in found]


def drop_archives(*, person: Person) -> None:
    """Whatever is kept or being made for her."""
    with transaction.atomic():
        mine = Archive.objects.filter(person=person)
        _forget(list(mine.exclude(storage_name="")))
        mine.delete()


def _forget(archives: list[Archive]) -> None:
    names = [archive.storage_name for archive in archives if archive.storage_name]
    keys = [archive.pk for archive in archives]
    Archive.objects.filter(pk__in=keys).update(state=JobState.GONE, storage_name="", size=0)
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def _tell(kind: str, archive: Archive) -> None:
    who = archive.person_id
    record(kind, actor_id=who, about_id=who, subject="archive", subject_id=archive.pk)
