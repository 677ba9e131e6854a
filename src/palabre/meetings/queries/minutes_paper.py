"""The minutes on paper: Markdown, and the parts of a document, in one language or one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from palabre.commitments.queries import owner_of
from palabre.kit.dates import long_date, span
from palabre.kit.documents import Block, Facts, Heading, Paper, Paragraph, Points
from palabre.kit.text import french_spaces, plain
from palabre.languages.queries import Words, best_words
from palabre.meetings.choices import MinutesState
from palabre.meetings.models import TakenCommitment
from palabre.meetings.queries.minutes import LanguageRow, MinutesPage, Row, Side


def minutes_markdown(page: MinutesPage, languages: tuple[str, ...]) -> str:
    """Plain text that opens everywhere."""
    parts = []
    for language in languages:
        with translation.override(language):
            parts.append("\n\n".join(_markdown(page, language)))
    return "\n\n---\n\n".join(parts) + "\n"


def minutes_paper(page: MinutesPage, languages: tuple[str, ...]) -> Paper:
    """What `kit.documents` makes a PDF or a Word file of."""
    blocks: list[Block] = []
    for language in languages:
        with translation.override(language):
            blocks += _blocks(page, language)
            title = _("Minutes")
    return Paper(title=title, language=languages[-1], blocks=blocks)


def _markdown(page: MinutesPage, language: str) -> Iterator[str]:
    yield "# " + _("Minutes")
    yield "\n".join(_typeset(f"- {name}: {fact}", language) for name, fact in _facts(page, language))
    for row in page.rows:
        side = _side(row, language)
        yield f"## {row.number}. {_text(row, side.title, 'title')}"
        if body := _text(row, side.body, "body"):
            yield body
        if points := _points(side):
            yield "\n".join(f"- {point}" for point in points)


def _blocks(page: MinutesPage, language: str) -> Iterator[Block]:
    yield Heading(_("Minutes"), level=1)
    yield Facts(_facts(page, language))
    for row in page.rows:
        side = _side(row, language)
        yield Heading(_typeset(f"{row.number}. {_text(row, side.title, 'title')}", language))
        for line in plain(_text(row, side.body, "body"), links=True, bullet="– ").split("\n"):
            if line:
                yield Paragraph(_typeset(line, language))
        if points := _points(side):
            yield Points([(0, _typeset(point, language)) for point in points])


def _facts(page: MinutesPage, language: str) -> list[tuple[str, str]]:
    meeting = page.meeting
    standing = next(row for row in page.languages if row.language == language)
    rows = [
        (_("Meeting"), best_words(meeting, "title", language).text),
        (_("Date"), span(meeting.starts_at, meeting.ends_at, language, meeting.zone)),
        (_("State"), _standing(standing)),
    ]
    return [(name, _typeset(fact, language)) for name, fact in rows]


def _standing(row: LanguageRow) -> str:
    if row.state == MinutesState.APPROVED and row.approved_at is not None:
        told = {"day": long_date(row.approved_at.date()), "version": row.version}
        return _("approved on %(day)s (version %(version)s)") % told
    return str(row.label)


def _points(side: Side) -> list[str]:
    decisions = [_("Decision: %(text)s") % {"text": _known(said, row.text)} for row, said in side.decisions]
    return decisions + [_promise(row, said) for row, said in side.taken]


def _promise(row: TakenCommitment, said: Words) -> str:
    commitment = row.commitment
    told = {"owner": owner_of(commitment), "text": _known(said, commitment.text), "day": long_date(commitment.due)}
    return _("Commitment: %(owner)s, %(text)s, until %(day)s") % told


def _known(said: Words, source: str) -> str:
    """The words of this language, or the source where they are missing."""
    return said.text or source


def _text(row: Row, said: Words, field: str) -> str:
    source: str = getattr(row.segment, field)
    if said.text or not source:
        return said.text
    waiting = _("(not translated yet)")
    return source if field == "title" else f"{waiting}\n\n{source}"


def _side(row: Row, language: str) -> Side:
    return next(side for side in row.sides if side.language == language)


def _typeset(text: str, language: str) -> str:
    return french_spaces(text) if language == "fr" else text
