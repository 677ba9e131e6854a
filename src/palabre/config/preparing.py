"""What `palabre run` does before it serves: messages, tables, static files, story. Repeating it changes nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage

from palabre.config import actions, queries
from palabre.config.choices import InstanceKind
from palabre.config.env import KIND_FILE
from palabre.config.messages import compile_messages
from palabre.config.story import demo_accounts_here
from palabre.people.models import Person

# shipped by django-htmx, of no use to us: the next major version and its extensions
NOT_COLLECTED = ["*/htmx4*", "*/hx-*", "*.md"]


class NotThisData(Exception):
    """This DATA folder is of the other kind."""


def make_tables() -> None:
    """Brings the database to the code's state and makes the cache's table."""
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.ENV.redis_url:
        call_command("createcachetable", verbosity=0)


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list(NOT_COLLECTED):
            file = Path(storage.path(path))
            yield f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}"


def collect_static() -> bool:
    """Named by content and compressed into DATA/static, if anything changed since. True if it was done."""
    state = hashlib.sha256("\n".join(sorted(_static_files())).encode()).hexdigest()
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    if (root / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == state:
        return False
    shutil.rmtree(root, ignore_errors=True)
    command = Command()
    command.storage = CompressedManifestStaticFilesStorage()  # the collected form, whatever serves right now
    call_command(command, interactive=False, verbosity=0, ignore_patterns=NOT_COLLECTED)
    stamp.write_text(state)
    return True


def open_house(*, empty: bool) -> InstanceKind:
    """Says at the first start what kind of instance this is; refuses to turn a demo into a real one."""
    here = queries.instance() or actions.open_instance(kind=_first_kind(empty=empty))
    if empty and here.kind == InstanceKind.DEMO:
        raise NotThisData
    (Path(settings.DATA) / KIND_FILE).write_text(here.kind)
    return InstanceKind(here.kind)


def _first_kind(*, empty: bool) -> InstanceKind:
    # persons without a marker: a database that came from elsewhere is real until somebody says otherwise
    return InstanceKind.EMPTY if empty or Person.objects.exists() else InstanceKind.DEMO


def tell(kind: InstanceKind) -> bool:
    """The demo story, once, into a demo instance. True if it was told now."""
    return kind == InstanceKind.DEMO and actions.tell_once()


def prepare(*, empty: bool) -> bool:
    """All of it, in order. True if this process should start anew (it holds the story's memory, or old settings)."""
    compile_messages()
    make_tables()
    kind_before = settings.ENV.kind
    kind = open_house(empty=empty)
    refuse_demo_accounts(kind)
    told = tell(kind)
    collected = collect_static()
    return told or collected or kind_before != kind


def refuse_demo_accounts(kind: InstanceKind) -> None:
    """A real instance in which a demo account exists does not start (SR-64: no default account)."""
    if kind == InstanceKind.EMPTY and demo_accounts_here():
        raise ImproperlyConfigured(
            "Demo accounts exist in an instance that is not a demo. Delete them: palabre doctor."
        )
