"""Words that somebody typed, clean and short enough, before an action keeps them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.kit.text.cleaning import clean, one_line
from palabre.kit.verdict import Refused, Text, no

NEEDED = _("Please write something here.")
TOO_LONG = _("%(most)s characters at most; there are %(number)s. Please shorten the text.")


def checked(text: str, field: str, most: int, empty: Text = "", *, line: bool = False) -> str:
    """Clean, and short enough; `empty` is what is said where nothing was written ("": nothing is asked).

    Raises Refused beside the field.
    """
    words = one_line(text) if line else clean(text)
    if not words and empty:
        raise Refused(no(empty), field)
    if len(words) > most:
        raise Refused(no(TOO_LONG % {"most": most, "number": len(words)}), field)
    return words
