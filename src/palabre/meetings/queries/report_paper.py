"""The report and the certificate as documents: the same words as their pages."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from palabre.kit.dates import long_date
from palabre.kit.documents import Block, Facts, Grid, Heading, Paper, Paragraph, Points
from palabre.kit.tags.words import figure_text
from palabre.meetings.queries.certificate import Certificate
from palabre.meetings.queries.figures import Figure, Parts
from palabre.meetings.queries.report import Promise, Report, printed_today


def report_paper(report: Report) -> Paper:
    """Inside `override(report.language)`."""
    blocks: list[Block] = [Heading(report.title.text, 1), Facts(_frame(report)), Heading(gettext("Who was there"))]
    blocks += [Points(_figures(report)), *_remarks(report), Heading(gettext("What was decided and promised"))]
    blocks += _thread(report)
    blocks += [Heading(gettext("Where things stand")), Facts(_end(report))]
    return Paper(gettext("Report"), report.language, blocks, _foot(report.language))


def _foot(language: str) -> str:
    return gettext("Palabre, %(day)s. Working document of the community.") % {"day": printed_today(language)}


def _frame(report: Report) -> list[tuple[str, str]]:
    rows = [
        (gettext("Community"), report.community.text),
        (gettext("Kind"), report.kind),
        (gettext("When"), report.when),
        (gettext("How"), report.mode),
        (gettext("Where"), report.place),
    ]
    return [(name, fact) for name, fact in rows if fact]


def _figures(report: Report) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = []
    for figure in report.figures:
        rows.append((0, figure_line(figure)))
        rows += [(1, parts_line(parts)) for parts in (figure.by_gender, figure.by_age) if parts]
    summary = report.summary
    if summary.present or summary.remote:
        rows.append((0, _noted(summary.present, summary.remote)))
    if summary.all_organisations:
        rows.append(
            (
                0,
                gettext("Organisations: %(there)s of %(all)s")
                % {
                    "there": summary.organisations,
                    "all": summary.all_organisations,
                },
            )
        )
    return rows or [(0, gettext("Nothing was noted."))]


def figure_line(figure: Figure) -> str:
    """`Forum: about 41 people (one sheet is partly illegible)`"""
    line = figure.line
    counted = f"{figure_text(line.value, line.precision)} {line.get_unit_display()}"
    said = gettext("%(label)s: %(figure)s") % {"label": line.label, "figure": counted}
    return f"{said} ({line.note})" if line.note else said


def parts_line(parts: Parts) -> str:
    """`women: 22, men: not shown`."""
    return ", ".join(
        gettext("%(label)s: %(figure)s")
        % {"label": label, "figure": gettext("not shown") if value is None else figure_text(value)}
        for label, value in parts
    )


def _remarks(report: Report) -> list[Block]:
    if len(report.figures) < 2:
        return []
    return [Paragraph(gettext("One person may be counted more than once: these figures are not added."), quiet=True)]


def _thread(report: Report) -> list[Block]:
    blocks: list[Block] = []
    for decided in report.decisions:
        blocks.append(Heading(decided.words.text, 3))
        if decided.promises:
            blocks.append(_promises(decided.promises, report.language))
    if report.promises:
        if report.decisions:
            blocks.append(Heading(gettext("Also promised"), 3))
        blocks.append(_promises(report.promises, report.language))
    return blocks or [Paragraph(gettext("No decision and no commitment was noted."))]


def _noted(here: int, remote: int) -> str:
    """As the page says it."""
    said = []
    if here:
        words = ngettext("%(number)s person in the room", "%(number)s people in the room", here)
        said.append(words % {"number": here})
    if remote:
        said.append(ngettext("%(number)s by distance", "%(number)s by distance", remote) % {"number": remote})
    return f"{', '.join(said)} {gettext('(noted by name)')}"


def _promises(promises: list[Promise], language: str) -> Grid:
    headers = [gettext("What"), gettext("Who"), gettext("By when"), gettext("State")]
    return Grid(headers, [_cells(one, language) for one in promises])


def _cells(one: Promise, language: str) -> list[str]:
    state = gettext("%(label)s: %(figure)s") % {"label": one.state_label, "figure": one.evidence}
    return [one.words.text, one.owner, long_date(one.due, language), state if one.evidence else one.state_label]


def _end(report: Report) -> list[tuple[str, str]]:
    minutes = ", ".join(f"{language} ({state})" for language, state in report.minutes) or gettext("not begun")
    coming = report.next_when or gettext("not planned yet")
    return [(gettext("Minutes"), minutes), (gettext("Next meeting"), coming)]


def certificate_paper(certificate: Certificate) -> Paper:
    """Inside `override(certificate.language)`."""
    facts = [(gettext("Meeting"), certificate.title), (gettext("When"), certificate.when)]
    facts += [(gettext("Taking part"), certificate.presence), (gettext("Length"), certificate.length)]
    blocks: list[Block] = [
        Heading(gettext("Certificate of attendance"), 1),
        Paragraph(certificate.sentence),
        Facts(facts),
        Paragraph(certificate.made),
        Paragraph(gettext("Signature of facilitation or coordination:")),
    ]
    return Paper(gettext("Certificate"), certificate.language, blocks, "Palabre")
