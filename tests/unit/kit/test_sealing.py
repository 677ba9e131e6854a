"""Signed links."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import django.conf
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.sealing import BadSeal, hide, reveal, sign, unsign
from palabre.kit.verdict import Refused

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@settings(deadline=None)
@given(VALUES)
def test_a_value_comes_back_whole_from_a_url_safe_token(value: object) -> None:
    token = sign(value, "reply")
    assert re.fullmatch(r"[\w.=-]+", token, re.ASCII)
    assert unsign(token, "reply", 60) == value


def test_a_token_is_good_for_one_purpose() -> None:
    with pytest.raises(BadSeal) as refusal:
        unsign(sign(7, "reply"), "calendar", 60)
    assert not refusal.value.expired


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: "é..", lambda t: t + "\n"]
)
def test_a_changed_token_is_refused_with_a_sentence(spoil) -> None:
    with pytest.raises(Refused) as refusal:
        unsign(spoil(sign({"meeting": 1}, "reply")), "reply", 60)
    assert str(refusal.value.verdict.why)


def test_an_old_token_has_expired() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        token = sign("x", "reply")
        clock.shift(timedelta(days=2))
        assert unsign(token, "reply", timedelta(days=3)) == "x"
        with pytest.raises(BadSeal) as refusal:
            unsign(token, "reply", timedelta(days=1))
    assert refusal.value.expired


def test_what_is_hidden_is_the_same_each_time_and_opens_only_about_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = hide("abc", "purpose", "one")
    assert said == hide("abc", "purpose", "one")
    assert said not in {hide("abc", "purpose", "two"), hide("abc", "another", "one"), hide("abd", "purpose", "one")}
    assert reveal(said, "purpose", "one") == "abc"
    for wrong in (("purpose", "two"), ("another", "one"), ("purpose",)):
        with pytest.raises(BadSeal):
            reveal(said, *wrong)
    for changed in (said[:-2], "", "é", "x" + said[1:], said + "A"):
        with pytest.raises(BadSeal):
            reveal(changed, "purpose", "one")
    monkeypatch.setattr(django.conf.settings, "SECRET_KEY_FALLBACKS", [django.conf.settings.SECRET_KEY])
    monkeypatch.setattr(django.conf.settings, "SECRET_KEY", "another" * 8)
    assert reveal(said, "purpose", "one") == "abc"
