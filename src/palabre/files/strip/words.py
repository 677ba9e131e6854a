"""Plain text and CSV hold no metadata; they are brought to UTF-8, and formulas are refused."""

from __future__ import annotations

import csv
import io

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.files.checks import refuse
from palabre.kit.sheets import is_formula

_NO_TEXT = _("This file is not plain text. Nothing was sent.")
_FORMULA = _("Line {line} of this file holds a formula. Write its result instead, then send the file again.")


def clean_words(data: bytes) -> bytes:
    """The same words in UTF-8. Raises `Refused`."""
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in words):
            break
        return words.encode()
    raise refuse(_NO_TEXT)


def clean_csv(data: bytes) -> bytes:
    """The same cells, in UTF-8 with its mark for Excel. Raises `Refused` for a cell that would be computed."""
    words = clean_words(data).decode()
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator)
        try:
            for row in reader:
                if any(map(is_formula, row)):
                    raise refuse(format_lazy(_FORMULA, line=reader.line_num))
        except csv.Error:
            raise refuse(_NO_TEXT) from None
    return words.encode("utf-8-sig")
