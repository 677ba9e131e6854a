"""Of what was told to her, what she began to write, and the files she sent."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.files.choices import State
from palabre.files.models import StoredFile
from palabre.notices.models import Notice
from palabre.people.models import Draft, Person

WHEN = _("When")


def uploads_of(person: Person) -> Sheet:
    rows = StoredFile.objects.filter(owner_id=person.pk, state=State.KEPT).order_by("pk")
    found = [(one.display_name, one.get_kind_display(), one.size, one.created_at) for one in rows]
    columns = {"name": _("File"), "kind": _("Kind"), "bytes": _("Size in bytes"), "when": WHEN}
    return sheet("files", _("Files I sent"), columns, found)


def drafts_of(person: Person) -> Sheet:
    rows = Draft.objects.filter(person=person).order_by("saved_at")
    found = [(one.form, json.dumps(one.values, ensure_ascii=False), one.saved_at) for one in rows]
    return sheet("drafts", _("What I began to write"), {"form": _("Form"), "said": _("Text"), "when": WHEN}, found)


def news_of(person: Person) -> Sheet:
    """That something was told, and when; what it speaks of is read on its page."""
    rows = Notice.objects.filter(person=person).order_by("at")
    found = [(one.kind, one.at) for one in rows]
    return sheet("notices", _("What I was told"), {"kind": _("Kind"), "when": WHEN}, found)
