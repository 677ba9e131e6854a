"""Dates, numbers and texts as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from palabre.kit import dates
from palabre.kit.countries import country_name
from palabre.kit.money import show
from palabre.kit.reader import page_language
from palabre.kit.tags.library import register
from palabre.kit.text import french_spaces, html, word_diff
from palabre.kit.verdict import Text

# A thousand is written 1 000 in French and 1,000 in English; the space must not break.
NARROW = "\u202f"


def _here(at: datetime) -> datetime:
    """The moment by the reader's clocks."""
    return timezone.localtime(at) if timezone.is_aware(at) else at


@register.filter
def day(value: date | datetime | None) -> str:
    """`jeudi 26 novembre 2026`."""
    if value is None:
        return ""
    return dates.long_date(_here(value) if isinstance(value, datetime) else value)


@register.filter
def month(value: date | None) -> str:
    """`novembre 2026`, of a month kept as its first day."""
    return dates.month_name(value) if value else ""


@register.filter
def short_month(value: date | None) -> str:
    """`nov.`: the head of a column."""
    return dates.short_month(value) if value else ""


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """`1 250,50 EUR`, `EUR 1,250.50`."""
    return "" if amount is None else show(amount, currency, page_language())


@register.filter
def short_day(value: date | datetime | None) -> str:
    """`26 nov. 2026`."""
    if value is None:
        return ""
    return dates.short_date(_here(value) if isinstance(value, datetime) else value)


@register.filter
def hour(value: time | datetime | None) -> str:
    """`9 h 00`, `9:00`."""
    if value is None:
        return ""
    return dates.hour(_here(value) if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """`jeudi 26 novembre 2026 à 9 h 00`, by the reader's clocks."""
    return dates.moment(value) if value else ""


@register.filter
def ago(value: date | datetime | None) -> str:
    """`il y a 5 minutes` for a moment; `en retard de 4 jours`, `demain` for a day that is due."""
    if isinstance(value, datetime):
        return dates.ago(value)
    return dates.days_from(timezone.localdate(), value) if value else ""


@register.filter
def upper_first(value: object) -> str:
    """`Jeudi 26 novembre`: the first letter only, for a date that opens a line."""
    text = str(value)
    return text[:1].upper() + text[1:]


@register.simple_tag
def leaf(value: date | datetime | None) -> SafeString:
    """Day and month, set large beside a row; the year where it is another one."""
    if value is None:
        return SafeString("")
    value = _here(value).date() if isinstance(value, datetime) else value
    _day, month, year = dates.short_date(value).split(" ")
    if value.year != timezone.localdate().year:
        month = f"{month} {year}"
    return format_html('<time class="leaf" datetime="{}"><b>{}</b> {}</time>', value.isoformat(), value.day, month)


@register.simple_tag
def printed() -> str:
    """What a printed sheet says of itself."""
    return gettext("Palabre, printed on %(day)s. Working document.") % {"day": dates.long_date(timezone.localdate())}


def _precision(precision: str) -> str:
    """The word of a precision; KeyError for an unknown one, which would make an estimate look exact."""
    words = {"exact": "", "about": pgettext("precision", "about"), "at_least": pgettext("precision", "at least")}
    return words[precision]


def _number(value: int) -> str:
    text = str(number_format(value, use_l10n=True, force_grouping=True))
    return text.replace("\u00a0", NARROW).replace(" ", NARROW)


@register.simple_tag(name="figure")
def figure_tag(value: int | None, precision: str = "exact", unit: Text = "") -> SafeString:
    """A number never goes without its precision: `environ 41`, `au moins 40`; bare, it is exact (INV-35)."""
    if value is None:
        return SafeString("")
    word = _precision(precision)
    said = format_html("<i>{}</i> ", word) if word else SafeString("")
    counted = format_html(" {}", unit) if unit else SafeString("")
    return format_html('{}<span class="num">{}</span>{}', said, _number(value), counted)


@register.filter(name="figure")
def figure_text(value: int | None, precision: str = "exact") -> str:
    """The same in plain text."""
    return f"{_precision(precision)} {_number(value)}".strip() if value is not None else ""


@register.filter
def md(value: str) -> SafeString:
    """Markdown as safe HTML, with the typography of the page's language."""
    return html(value or "", lang=page_language())


@register.filter(is_safe=False)
def typo(value: object) -> str:
    """A plain text with French spaces, on a French page."""
    return french_spaces(str(value)) if page_language() == "fr" else str(value)


@register.filter
def country(code: str) -> str:
    """The name of a country, in the language of the page."""
    return country_name(code)


@register.simple_tag
def difference(old: str, new: str) -> SafeString:
    """What changed, word by word; each mark also says its word to those who hear the page."""
    heard = {"del": gettext("removed:"), "ins": gettext("added:")}
    rows = (
        (format_html('<{0}><span class="vh">{1} </span>{2}</{0}>', op, heard[op], text) if op != "same" else text,)
        for op, text in word_diff(old, new)
    )
    return format_html_join("", "{}", rows)
