"""The messages of the interface: found in code and templates without gettext, kept in .po files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation.template import templatize

from palabre.config.messages import HERE, catalogues

FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
TEMPLATES = {".html", ".txt"}


class Message(NamedTuple):
    """One sentence of the interface: its context, its English, its English plural."""

    context: str
    text: str
    plural: str


def sources() -> Iterator[tuple[str, str]]:
    """Path and Python text of everything that may hold messages; templates are turned into Python first."""
    for path in sorted(HERE.rglob("*")):
        name = str(path.relative_to(HERE.parent))
        if "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            yield name, path.read_text()
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            yield name, templatize(path.read_text(), origin=name)


def extract() -> dict[Message, list[str]]:
    """Every message with the files that use it."""
    from babel.messages.extract import extract as read  # noqa: PLC0415 (developers only)

    found: dict[Message, list[str]] = {}
    for name, text in sources():
        for _line, words, _comments, context in read("python", BytesIO(text.encode()), keywords=FUNCTIONS):
            one, many = words if isinstance(words, tuple) else (words, "")
            if one:
                files = found.setdefault(Message(context or "", str(one), str(many or "")), [])
                files.append(name) if name not in files else None
    return found


def update(po: Path) -> int:
    """Brings one catalogue to the code's state: adds what is new, drops what is gone; returns how many are new."""
    import polib  # noqa: PLC0415 (developers only)

    old = polib.pofile(str(po))
    known: dict[Message, Any] = {_key(entry): entry for entry in old if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata, fresh.header = old.metadata, old.header
    new = 0
    for message, files in extract().items():
        entry = known.get(message)
        new += entry is None
        fresh.append(_entry(message, files, entry))
    fresh.save(str(po))
    return new


def _key(entry: Any) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(message: Message, files: list[str], old: Any) -> Any:
    import polib  # noqa: PLC0415

    entry = polib.POEntry(msgid=message.text, occurrences=[(file, "") for file in files])
    entry.msgctxt = message.context or None
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = old.msgstr_plural if old else {0: "", 1: ""}
    elif old:
        entry.msgstr = old.msgstr
    if old and old.tcomment:
        entry.tcomment = old.tcomment
    if PLACES.search(message.text):
        entry.flags.append("python-format")
    return entry


def problems(po: Path) -> list[str]:
    """What is wrong with one catalogue, a line each: missing, gone, empty, fuzzy, other places than the English."""
    import polib  # noqa: PLC0415

    entries = {_key(entry): entry for entry in polib.pofile(str(po)) if not entry.obsolete}
    wanted = extract()
    wrong = [f"missing: {message.text!r} ({files[0]})" for message, files in wanted.items() if message not in entries]
    wrong += [f"gone from the code: {message.text!r}" for message in entries if message not in wanted]
    for message, entry in entries.items():
        texts = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            wrong.append(f"{'fuzzy' if entry.fuzzy else 'empty'}: {message.text!r}")
        elif any(not _same_places(message, text) for text in texts):
            wrong.append(f"other places to fill: {message.text!r}")
    return wrong


def _same_places(message: Message, text: str) -> bool:
    # a plural's "one" may leave the figure out, in either language
    allowed = set(PLACES.findall(message.text)) | set(PLACES.findall(message.plural))
    found = set(PLACES.findall(text))
    return found <= allowed if message.plural else found == allowed


def all_problems() -> list[str]:
    """The problems of every catalogue; having none at all is one."""
    files = catalogues()
    return [line for po in files for line in problems(po)] if files else ["there is no catalogue in src/palabre/locale"]
