"""Text: cleaned on the way in, made safe on the way out."""

from palabre.kit.text.checking import NEEDED, checked
from palabre.kit.text.cleaning import clean, one_line
from palabre.kit.text.difference import Op, word_diff
from palabre.kit.text.markdown import html, plain
from palabre.kit.text.typography import french_spaces

__all__ = ["NEEDED", "Op", "checked", "clean", "french_spaces", "html", "one_line", "plain", "word_diff"]
