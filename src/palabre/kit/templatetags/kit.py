"""Every tag and filter of `kit`. The names and their use are in docs/components.md."""

from palabre.kit.tags import buttons, fields, frame, states, words
from palabre.kit.tags.library import register

__all__ = ["buttons", "fields", "frame", "register", "states", "words"]
