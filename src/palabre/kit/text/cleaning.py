"""What a person typed or sent, brought to one form before anything else reads it."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")

# What no writing needs and what hides or reorders what is read:
# controls but tab and line feed, lone surrogates, byte order mark and noncharacters,
# embeddings, overrides and isolates of direction, interlinear notes, deprecated format signs.
# The joiners (U+200C, U+200D), the marks U+200E, U+200F and U+061C, and the variation selectors stay:
# Persian, Hindi, Hebrew, Arabic and emoji are written with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u206f\ufff9-\ufffb]"
)
# Tag characters are invisible; they mean something only after the black flag (Scotland, Wales).
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")

# Drawn as nothing, although some count as letters: a text of these alone is empty.
_BLANK = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u2800"
    "\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]*"
)


def clean(text: str) -> str:
    """The same text in NFC, lines ended by LF, without controls and tricks of direction, stripped."""
    text = _LINE_ENDS.sub("\n", text)
    text = _TAGS.sub(lambda found: found[1] or "", _UNWANTED.sub("", text))
    text = unicodedata.normalize("NFC", text).strip()
    return "" if _BLANK.fullmatch(text) else text


def one_line(text: str) -> str:
    """`clean`, on one line: for names and titles. Non-breaking spaces stay."""
    return re.sub("[ \t\n]+", " ", clean(text))
