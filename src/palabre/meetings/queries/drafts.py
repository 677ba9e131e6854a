"""Under which names the unfinished words of the minutes are kept."""

from __future__ import annotations

from palabre.meetings.models import Segment


def draft_key(segment: Segment, language: str = "") -> str:
    """One person's draft of one passage: of its source, or of its translation into `language`."""
    return f"translation-{segment.public_id}-{language}" if language else f"segment-{segment.public_id}"
