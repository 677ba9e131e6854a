"""Merging, differences and the glossary."""

from __future__ import annotations

import pytest

from palabre.languages.differences import changes
from palabre.languages.glossary import TERMS, terms_in
from palabre.languages.merging import merged


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "whole"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "a\nb\nc", "a\nB\nc", "a\nB\nc"),
        ("a\nb\nc", "a\nT\nc", "a\nM\nc", "a\nT\nM\nc"),
        ("a\nb", "a\nb\nt", "m\na\nb", "m\na\nb\nt"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("", "t", "m", "t\nm"),
        ("a", "t\n\nu", "m\n\nn", "t\n\nu\n\nm\n\nn"),
        (None, "x\nt\ny", "x\nm\ny", "x\nt\nm\ny"),
        (None, "same", "same", "same"),
        (None, "t", "", "t"),
    ],
)
def test_both_versions_are_put_together(base: str | None, theirs: str, mine: str, whole: str) -> None:
    assert merged(base, theirs, mine) == whole


@pytest.mark.parametrize("base", [None, "un\ndeux\ntrois", ""])
def test_no_line_that_one_of_the_two_added_is_lost(base: str | None) -> None:
    theirs, mine = "un\nleur ligne\ndeux\ntrois", "un\ndeux\nma ligne\ntrois"
    whole = merged(base, theirs, mine).split("\n")
    assert {"leur ligne", "ma ligne"} <= set(whole)
    if base != "":
        assert whole.count("deux") == 1


def test_a_difference_keeps_the_changed_words_and_shortens_the_rest() -> None:
    long = "Une phrase qui ne change pas du tout et qui est assez longue pour être coupée. " * 4
    pieces = changes(f"{long}tous les ans {long}", f"{long}tous les six mois {long}")
    assert ("del", "ans") in [(op, text.strip()) for op, text in pieces]
    assert ("ins", "six mois") in [(op, text.strip()) for op, text in pieces]
    assert "".join(text for op, text in pieces if op == "same").count("…") == 2
    assert sum(len(text) for _op, text in pieces) < 200


def test_what_did_not_change_is_given_whole() -> None:
    assert changes("pareil", "pareil") == [("same", "pareil")]


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("Deux engagements et un compte rendu.", "fr", {("engagement", "commitment"), ("compte rendu", "minutes")}),
        ("Le réseau", "fr", {("réseau", "network")}),
        ("Les cadres de concertation", "fr", {("cadre de concertation", "concertation forum")}),
        ("Two communities of practice", "en", {("community of practice", "communauté de pratique")}),
        ("La convention d'abandon", "fr", {("convention d’abandon", "abandonment pledge")}),
        ("Réengagement des effets-surprises", "fr", {("effet", "effect")}),
        ("Rien de tout cela", "fr", set()),
    ],
)
def test_the_terms_of_a_text_are_found(text: str, source: str, found: set[tuple[str, str]]) -> None:
    assert set(terms_in(text, source, "en" if source == "fr" else "fr")) == found


def test_a_term_inside_a_longer_one_is_not_told_twice() -> None:
    assert terms_in("La coordination du réseau", "fr", "en") == [("coordination du réseau", "network steward")]


def test_each_term_stands_once_in_each_language() -> None:
    assert len({term.fr for term in TERMS}) == len({term.en for term in TERMS}) == len(TERMS)
    assert len(TERMS) >= 40
