"""The network report as a sheet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from palabre.desk.queries.network_figures import Figures, Reach
from palabre.desk.queries.network_report import NetworkReport, Row
from palabre.kit.reader import page_language
from palabre.kit.sheets import csv
from palabre.kit.tags.words import figure_text
from palabre.languages.queries import best_words


def report_csv(report: NetworkReport) -> bytes:
    """One line for each community, in the reader's language; a community that shares nothing is one cell."""
    headers = [
        gettext("Community"), gettext("What is shared"), gettext("Members"), gettext("Organisations"),
        gettext("Meetings held"), gettext("Attendances by name"), gettext("People counted"),
        gettext("Organisations counted"), gettext("Commitments kept"), gettext("Commitments due"),
    ]  # fmt: skip
    separator = ";" if page_language() == "fr" else ","
    return csv(headers, [_cells(row) for row in report.rows], separator=separator)


def _cells(row: Row) -> list[Any]:
    name = best_words(row.community, "name", page_language()).text
    if row.figures is None:
        return [name, gettext("not shared")]
    return [name, row.level.label, _number(row.members), *_rest(row, row.figures)]


def _rest(row: Row, figures: Figures) -> list[Any]:
    reach = [_said(row.people), _said(figures.organisations_counted)]
    return [figures.organisations, len(figures.meetings), _number(row.named), *reach, figures.kept, figures.due]


def _number(value: int | None) -> Any:
    return gettext("hidden") if value is None else value


def _said(reach: Reach | None) -> str:
    return gettext("hidden") if reach is None else figure_text(reach.value, reach.precision)
