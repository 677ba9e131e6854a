"""Amounts: decimal, in a currency of ISO 4217, read as people write them and shown as both languages do (INV-20)."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from palabre.kit.verdict import Refused, Verdict, no

# digits after the sign; a currency that is not here is not taken
CURRENCIES = {
    "EUR": 2, "USD": 2, "GBP": 2, "CHF": 2, "CAD": 2, "XOF": 0, "XAF": 0, "GNF": 0, "RWF": 0, "BIF": 0, "CDF": 2,
    "KES": 2, "UGX": 0, "TZS": 2, "ETB": 2, "NGN": 2, "GHS": 2, "ZAR": 2, "MAD": 2, "TND": 2, "DZD": 2, "EGP": 2,
    "MGA": 2, "MUR": 2, "HTG": 2, "DOP": 2, "COP": 2, "MXN": 2, "BRL": 2, "PEN": 2, "INR": 2, "NPR": 2, "LKR": 2,
    "BDT": 2, "PKR": 2, "PHP": 2, "IDR": 2, "VND": 0, "KHR": 2, "THB": 2, "LBP": 2, "JOD": 2,
}  # fmt: skip
# what people write in place of the three letters; some stand for several currencies
_DOLLARS = frozenset({"USD", "CAD", "MXN", "COP", "DOP"})
_FRANCS = frozenset({"XOF", "XAF"})
_RUPEES = frozenset({"INR", "NPR", "LKR", "PKR", "MUR"})
SIGNS = {
    "€": frozenset({"EUR"}), "EURO": frozenset({"EUR"}), "EUROS": frozenset({"EUR"}), "$": _DOLLARS,
    "£": frozenset({"GBP", "EGP", "LBP"}), "F": _FRANCS | {"GNF", "RWF", "BIF", "CDF", "CHF"}, "CFA": _FRANCS,
    "FCFA": _FRANCS, "FR": frozenset({"CHF"}), "FC": frozenset({"CDF"}), "KSH": frozenset({"KES"}),
    "DH": frozenset({"MAD"}), "R": frozenset({"ZAR"}), "R$": frozenset({"BRL"}), "₹": frozenset({"INR"}), "RS": _RUPEES,
    "₦": frozenset({"NGN"}), "₵": frozenset({"GHS"}), "₫": frozenset({"VND"}), "฿": frozenset({"THB"}),
    "₱": frozenset({"PHP"}), "¥": frozenset(), "AR": frozenset({"MGA"}),
}  # fmt: skip
LARGEST = Decimal("99999999999.99")
LARGEST_RATE = Decimal("999999.99999999")
_MOST_CHARACTERS = 60

# words and signs before and after the figures
_PARTS = re.compile(r"(?P<before>[^0-9.,+-]*)(?P<minus>[+-]? ?)(?P<said>[0-9][0-9.,' ]*|[.,][0-9]+)(?P<after>[^0-9]*)")
_GROUPED = re.compile(r"\d{1,3}(?:[ ']\d{3})+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
# 1,250,000 and 1.250.000: twice the same sign parts thousands; 1.250,50 and 1,250.50: the last one parts the cents
_TWICE = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_MIXED = re.compile(r"\d{1,3}(?:(?:\.\d{3})+,\d+|(?:,\d{3})+\.\d+)")
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")

NOT_AN_AMOUNT = no(_("Write an amount in figures, such as 1250 or 1250.50."))
TWO_MEANINGS = no(_("This can be read in two ways. Write the amount without thousands signs, such as 1250 or 1250.50."))
NEGATIVE = no(_("The amount must be more than zero."))
TOO_FINE = no(_("This currency has no such small part. Write fewer figures after the sign."))
TOO_MUCH = no(_("This amount is too large."))
NOT_A_RATE = no(_("Write a rate in figures, such as 655.957: eight figures after the sign at most."))
UNKNOWN = no(_("Choose one of the currencies of the list."))


def other_currency(currency: str) -> Verdict:
    return no(
        _("This field is in %(currency)s. Write only the figures, without another currency.") % {"currency": currency}
    )


def parse_amount(text: str, currency: str, *, zero: bool = False) -> Decimal:
    """What somebody typed: a comma or a point before the cents, spaces between thousands. Raises Refused.

    "1.250" or "1,250" may be a thousand or one and a quarter: it is refused, never guessed.
    """
    if currency not in CURRENCIES:
        raise Refused(UNKNOWN)
    amount = _figures(_said(text, currency))
    if amount > LARGEST:
        raise Refused(TOO_MUCH)
    if amount != amount.quantize(unit(currency), rounding=ROUND_HALF_UP):
        raise Refused(TOO_FINE)
    if amount == 0 and not zero:
        raise Refused(NEGATIVE)
    return amount.quantize(unit(currency))


def _said(text: str, currency: str) -> str:
    """Only the figures; what stands around them may name this currency and nothing else."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2019", "'").split())
    found = _PARTS.fullmatch(plain) if len(plain) <= _MOST_CHARACTERS else None
    if found is None:
        raise Refused(NOT_AN_AMOUNT)
    for sign in (found["before"], found["after"]):
        _same_currency(sign, currency)
    if found["minus"].strip() == "-":
        raise Refused(NEGATIVE)
    if found["minus"].strip():
        raise Refused(NOT_AN_AMOUNT)
    return found["said"].strip()


def _same_currency(sign: str, currency: str) -> None:
    word = sign.replace(" ", "").upper()
    if not word or word == currency or currency in SIGNS.get(word, ()):
        return
    names_one = word in SIGNS or word in CURRENCIES or (len(word) == 3 and word.isascii() and word.isalpha())
    raise Refused(other_currency(currency) if names_one else NOT_AN_AMOUNT)


def _figures(said: str) -> Decimal:
    head, _sign, _tail = said.replace(",", ".").partition(".")
    if _GROUPED.fullmatch(head):
        said = said.replace(" ", "").replace("'", "")
        if not _PLAIN.fullmatch(said):
            raise Refused(NOT_AN_AMOUNT)
    elif _EITHER.fullmatch(said):
        raise Refused(TWO_MEANINGS)
    elif _TWICE.fullmatch(said):
        said = re.sub("[.,]", "", said)
    elif _MIXED.fullmatch(said):
        whole, cents = re.split(r"[.,](?=\d+$)", said)
        said = f"{re.sub('[.,]', '', whole)}.{cents}"
    elif not _PLAIN.fullmatch(said):
        raise Refused(NOT_AN_AMOUNT)
    return Decimal(said.replace(",", "."))


def parse_rate(text: str) -> Decimal:
    """A rate of exchange as a newspaper prints it, "655,957": here a comma or a point always parts the unit. Raises Refused."""
    said = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,8})?", said):
        raise Refused(NOT_A_RATE)
    rate = Decimal(said)
    if not rate or rate > LARGEST_RATE:
        raise Refused(NOT_A_RATE)
    return rate


def unit(currency: str) -> Decimal:
    """The smallest part of a currency: 0.01, or 1."""
    return Decimal(1).scaleb(-CURRENCIES[currency])


def converted(amount: Decimal, rate: Decimal, into: str, *, divide: bool = False) -> Decimal:
    """`amount` times `rate`, or divided by it, rounded half up to the smallest part of the currency `into`."""
    return (amount / rate if divide else amount * rate).quantize(unit(into), rounding=ROUND_HALF_UP)


def show(amount: Decimal, currency: str, language: str) -> str:
    """As it is read: "1 250,50 EUR" in French, "EUR 1,250.50" in English; spaces that do not break."""
    sign = "\u2212" if amount < 0 else ""
    figures = f"{abs(amount).quantize(unit(currency), rounding=ROUND_HALF_UP):,f}"
    if language == "fr":
        return f"{sign}{figures.replace(',', chr(0x202F)).replace('.', ',')}\u00a0{currency}"
    return f"{currency}\u00a0{sign}{figures}"


def typed(amount: Decimal, currency: str, language: str) -> str:
    """As it stands in a field to be changed: no currency, no thousands; `parse_amount` reads it back."""
    figures = f"{amount.quantize(unit(currency), rounding=ROUND_HALF_UP):f}"
    return figures.replace(".", ",") if language == "fr" else figures
