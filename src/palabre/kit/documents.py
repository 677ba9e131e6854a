"""A document made of few parts, as PDF or DOCX. What people wrote is data: it never becomes a command (SR-55).

The libraries belong to the extra `documents`; without it `DocumentsMissing` says so in a sentence.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no

# The moment a file was made says something about whoever made it.
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is the title of the document, once."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names of facts beside the facts."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `level` 1 stands under a point of level 0."""

    rows: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one line of headers, repeated on every page."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Facts | Points | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """`title` is the function of the document only (it shows in the list of open files); `language` is fr or en."""

    title: str
    language: str
    blocks: list[Block] = field(default_factory=list)
    foot: str = ""


class DocumentsMissing(Refused):
    """This machine cannot make documents."""

    def __init__(self) -> None:
        super().__init__(
            no(_("This machine does not make documents yet. Print the page, or ask whoever keeps this site."))
        )


def pdf(paper: Paper) -> bytes:
    """Tagged PDF, A4. Raises `DocumentsMissing`."""
    try:
        import typst  # noqa: PLC0415 (thirty megabytes that only who asks for a PDF pays)
    except ImportError:
        raise DocumentsMissing from None
    made = typst.compile(_template(), format="pdf", sys_inputs={"paper": _as_json(paper)}, timestamp=NO_MOMENT)
    return bytes(made)


@cache
def _template() -> bytes:
    return (files("palabre.kit") / "typst" / "paper.typ").read_bytes()


def _as_json(paper: Paper) -> str:
    blocks = [{"kind": type(block).__name__.lower(), **_plain(block)} for block in paper.blocks]
    whole = {"title": clean(paper.title), "language": paper.language, "foot": clean(paper.foot), "blocks": blocks}
    return json.dumps(whole, ensure_ascii=False)


def _plain(block: Block) -> dict[str, Any]:
    return {name: _cleaned(getattr(block, name)) for name in block.__slots__}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Iterable):
        return [_cleaned(one) for one in value]
    return value


def docx(paper: Paper) -> bytes:
    """A Word file without author or moment, with real headings and header rows. Raises `DocumentsMissing`."""
    try:
        import docx as python_docx  # noqa: PLC0415 (only who asks for a DOCX pays its loading)
    except ImportError:
        raise DocumentsMissing from None
    book = python_docx.Document()
    _set_up(book, paper)
    for block in paper.blocks:
        _WRITERS[type(block)](book, block)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _set_up(book: Any, paper: Paper) -> None:
    about = book.core_properties
    about.title, about.language = clean(paper.title), paper.language
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = NO_MOMENT.replace(tzinfo=None)
    section = book.sections[0]
    # A4, in the units of the format: 1/914400 inch
    section.page_width, section.page_height = 7_560_310, 10_692_130
    section.footer.paragraphs[0].text = clean(paper.foot)


def _heading(book: Any, block: Heading) -> None:
    book.add_heading(clean(block.text), level=block.level)


def _paragraph(book: Any, block: Paragraph) -> None:
    run = book.add_paragraph().add_run(clean(block.text))
    run.italic = block.quiet or None


def _facts(book: Any, block: Facts) -> None:
    table = book.add_table(rows=0, cols=2)
    for name, fact in block.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = clean(name), clean(fact)


def _points(book: Any, block: Points) -> None:
    for level, text in block.rows:
        book.add_paragraph(clean(text), style="List Bullet 2" if level else "List Bullet")


def _grid(book: Any, block: Grid) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 (only once the library is known to be there)

    table = book.add_table(rows=1, cols=len(block.headers), style="Table Grid")
    for cell, header in zip(table.rows[0].cells, block.headers, strict=True):
        cell.paragraphs[0].add_run(clean(header)).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(text)


_WRITERS: dict[type, Any] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Facts: _facts,
    Points: _points,
    Grid: _grid,
}
