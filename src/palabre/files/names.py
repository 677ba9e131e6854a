"""Names of files: one in storage that says nothing, one for people that harms nobody."""

from __future__ import annotations

import re
import secrets
import unicodedata

from django.utils.translation import gettext as _

from palabre.files.choices import Kind
from palabre.files.formats import EXTENSION_OF
from palabre.kit.text import one_line

LONGEST_STEM = 80
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")

# What cameras, phones and scanners call their files: a date, a device, nothing for people.
_BY_MACHINE = re.compile(
    r"(img|dsc|dscn|pxl|mvi|vid|scan|scn|doc|whatsapp|signal|screenshot|capture|photo|image|received|fb)?[\W_]*"
    r"(image|video|d.écran|screen)?[\d\W_]*(at|à|wa|hdr|mp|portrait|night|cover|~)*[\d\W_]*",
    re.IGNORECASE,
)


def storage_name() -> str:
    """A random place in storage (128 bits), spread over 256 folders."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token[2:]}"


def display_name(sent_as: str, kind: Kind) -> str:
    """What lists call the file: the name it was sent under, cleaned, with the ending of what it is now.

    A name that a device gave holds a date or a model: such a file gets a neutral one.
    """
    last = re.split(r"[/\\]", sent_as)[-1]
    stem = safe_stem(_ENDING.sub("", last))
    if _BY_MACHINE.fullmatch(unicodedata.normalize("NFC", stem)):
        stem = _("picture") if kind == Kind.IMAGE else _("document")
    return f"{stem}.{EXTENSION_OF[kind]}"


def safe_stem(name: str) -> str:
    """A name without separators, quotes and signs that a system, a shell or a header could stumble over."""
    bare = re.sub(r'[<>:"/\\|?*%;`$\x00-\x1f]+', " ", one_line(name))
    return re.sub(r"\s+", " ", bare).strip(" .-")[:LONGEST_STEM].strip()
