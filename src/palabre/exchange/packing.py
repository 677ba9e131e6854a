"""An archive of one's own data: one zip with the same things twice, for programs (JSON) and for reading (HTML)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone, translation

from palabre.exchange.queries.own import Sheet, everything_of
from palabre.people.models import Person

JSON_NAME, HTML_NAME, STYLE_NAME = "data.json", "index.html", "style.css"


def packed(person: Person) -> bytes:
    """The whole zip, in her language and on her clock."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        sheets = everything_of(person)
        files = {
            JSON_NAME: json.dumps(_told(sheets), ensure_ascii=False, indent=1, default=_plain),
            HTML_NAME: render_to_string("exchange/archive.html", {"sheets": _shown(sheets), "at": timezone.now()}),
            STYLE_NAME: _style(),
        }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return body.getvalue()


def _told(sheets: list[Sheet]) -> dict[str, Any]:
    return {"made_at": timezone.now(), **{sheet.name: list(sheet.rows) for sheet in sheets}}


def _shown(sheets: list[Sheet]) -> list[dict[str, Any]]:
    return [
        {"title": sheet.title, "heads": sheet.columns.values(), "rows": [list(row.values()) for row in sheet.rows]}
        for sheet in sheets
    ]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _style() -> str:
    found = finders.find("kit/palabre.css")
    return Path(str(found)).read_text() if found else ""
