"""Amounts as people type them and as they are shown: exact, never guessed (INV-20)."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palabre.kit.money import (
    CURRENCIES,
    LARGEST,
    NEGATIVE,
    NOT_A_RATE,
    NOT_AN_AMOUNT,
    TOO_FINE,
    TOO_MUCH,
    TWO_MEANINGS,
    UNKNOWN,
    converted,
    parse_amount,
    parse_rate,
    show,
    typed,
    unit,
)
from palabre.kit.verdict import Refused, Verdict


def refusal(text: str, currency: str = "EUR", **wanted: bool) -> Verdict:
    with pytest.raises(Refused) as told:
        parse_amount(text, currency, **wanted)
    return told.value.verdict


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", "1250"),
        ("1250,50", "1250.50"),
        ("1250.5", "1250.50"),
        ("1 250,50", "1250.50"),
        ("1\u202f250,50\u00a0€", "1250.50"),
        ("1'250.50", "1250.50"),
        ("1’250.50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250,000", "1250000"),
        ("1.250.000", "1250000"),
        ("12 500 000", "12500000"),
        ("EUR 12", "12"),
        ("12 eur", "12"),
        ("€12.30", "12.30"),
        ("12 euros", "12"),
        ("  7 ", "7"),
        ("0,05", "0.05"),
        ("1250.500", "1250.50"),
        ("１２,５０", "12.50"),
    ],
)
def test_what_people_type_is_read(text: str, amount: str) -> None:
    found = parse_amount(text, "EUR")
    assert found == Decimal(amount)
    assert found.as_tuple().exponent == -2


@pytest.mark.parametrize("text", ["1.250", "1,250", "12.345", "999,999", "1.250 €"])
def test_what_has_two_meanings_is_refused_and_never_guessed(text: str) -> None:
    assert refusal(text) == TWO_MEANINGS
    assert refusal(text.removesuffix(" €"), "XOF") == TWO_MEANINGS


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "12 50", "12345 678", "1.2,3", "1.2.3", "1,,2", "5-", "+5", "1e5", "NaN", "Infinity", "0x10", "(12)",
     "=1+1", "12/5", "12%", "١٢", "1 25 000", "--5", "9" * 500, "5€5"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert refusal(text) == NOT_AN_AMOUNT


@pytest.mark.parametrize("text", ["-5", "\u22125", "- 5,50", "€ -3", "0", "0,00"])
def test_below_zero_and_zero_are_refused(text: str) -> None:
    assert refusal(text) == NEGATIVE


def test_zero_is_taken_where_it_may_be() -> None:
    assert parse_amount("0", "EUR", zero=True) == 0
    assert refusal("-1", zero=True) == NEGATIVE


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12 USD", "EUR"),
        ("$12", "EUR"),
        ("12 €", "XOF"),
        ("12 F CFA", "EUR"),
        ("GBP 3", "XOF"),
        ("12 ARS", "EUR"),
        ("¥5", "EUR"),
    ],
)
def test_another_currency_is_named_and_refused(text: str, currency: str) -> None:
    assert currency in str(refusal(text, currency).why)
    assert refusal(text, currency) != NOT_AN_AMOUNT


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12 F CFA", "XOF"),
        ("12 FCFA", "XAF"),
        ("500 F", "GNF"),
        ("$5", "USD"),
        ("$5", "CAD"),
        ("KSh 40", "KES"),
        ("₹ 3", "INR"),
    ],
)
def test_a_sign_that_may_mean_this_currency_is_read(text: str, currency: str) -> None:
    assert parse_amount(text, currency) > 0


def test_too_fine_and_too_large_are_refused() -> None:
    assert refusal("0.125") == TOO_FINE
    assert refusal("1250,5", "XOF") == TOO_FINE
    assert refusal("100 000 000 000") == TOO_MUCH
    assert refusal("9" * 40) == TOO_MUCH
    assert parse_amount("99999999999.99", "EUR") == LARGEST
    assert refusal("12", "ZZZ") == UNKNOWN


def test_both_languages_show_it_with_spaces_that_do_not_break() -> None:
    amount = Decimal("1234567.5")
    assert show(amount, "EUR", "fr") == "1\u202f234\u202f567,50\u00a0EUR"
    assert show(amount, "EUR", "en") == "EUR\u00a01,234,567.50"
    assert show(Decimal(-12), "XOF", "fr") == "\u221212\u00a0XOF"
    assert show(Decimal(-12), "XOF", "en") == "XOF\u00a0\u221212"
    assert show(Decimal(0), "EUR", "fr") == "0,00\u00a0EUR"


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=LARGEST, places=2)


@given(amount=AMOUNTS, language=st.sampled_from(["fr", "en"]), currency=st.sampled_from(sorted(CURRENCIES)))
def test_what_is_shown_and_what_stands_in_a_field_is_read_back_to_the_same_cent(
    amount: Decimal, language: str, currency: str
) -> None:
    amount = min(max(amount.quantize(unit(currency)), unit(currency)), LARGEST.quantize(unit(currency), ROUND_DOWN))
    assert parse_amount(typed(amount, currency, language), currency) == amount
    shown, grouped = show(amount, currency, language), amount >= 1000
    if CURRENCIES[currency] == 0 and language == "en" and grouped and amount < 1_000_000:
        assert refusal(shown, currency) == TWO_MEANINGS  # "XOF 1,250" could be one and a quarter
    else:
        assert parse_amount(shown, currency) == amount


@given(st.text(max_size=70))
def test_whatever_is_typed_is_an_amount_or_a_sentence(text: str) -> None:
    found, sentence = Decimal(1), "."
    try:
        found = parse_amount(text, "EUR")
    except Refused as error:
        sentence = str(error.verdict.why)
    assert sentence.endswith(".")
    assert 0 < found <= LARGEST
    assert found == found.quantize(unit("EUR"))


def test_a_rate_is_read_with_a_comma_and_bounded() -> None:
    assert parse_rate("655,957") == Decimal("655.957")
    assert parse_rate("0.00152449") == Decimal("0.00152449")
    assert parse_rate(" 1 000,5 ") == Decimal("1000.5")
    for bad in ("", "0", "-1", "x", "1.2.3", "1,123456789", "1" * 13, "1000000", "1e3"):
        with pytest.raises(Refused) as told:
            parse_rate(bad)
        assert told.value.verdict == NOT_A_RATE


@pytest.mark.covers("INV-20")
def test_a_conversion_rounds_half_up_to_the_smallest_coin_of_its_currency() -> None:
    assert converted(Decimal(250000), Decimal("655.957"), "EUR", divide=True) == Decimal("381.12")
    assert converted(Decimal("381.12"), Decimal("655.957"), "XOF") == Decimal(249998)
    assert converted(Decimal("0.05"), Decimal("0.1"), "EUR") == Decimal("0.01")
    assert converted(Decimal("2.5"), Decimal(1), "XOF") == Decimal(3)
    assert converted(Decimal("0.01"), Decimal("0.1"), "EUR") == 0
