"""Log lines carry no words of persons (SR-62)."""

from __future__ import annotations

import logging
import sys

import pytest

from palabre.config.chores import Chore, do_chore
from palabre.config.logs import Discreet


def line_for(message: str) -> str:
    try:
        raise ValueError(message)
    except ValueError:
        record = logging.LogRecord("palabre.x", logging.ERROR, __file__, 1, "reference %s", ("abc",), sys.exc_info())
    return Discreet().format(record)


@pytest.mark.covers("SR-62")
def test_an_exception_is_logged_by_type_and_place() -> None:
    line = line_for("Salimata K. said\nthat")
    assert "Salimata" not in line
    assert "ValueError at" in line
    assert "reference abc" in line
    assert "\n" not in line


def broken_chore() -> None:
    raise RuntimeError("salimata@example.org")


@pytest.mark.covers("SR-62")
@pytest.mark.django_db
def test_a_failing_chore_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("palabre")
    logger.propagate = True
    try:
        assert not do_chore(Chore(f"{__name__}.broken_chore", 1))
    finally:
        logger.propagate = False
    assert "RuntimeError" in caplog.text
    assert "salimata" not in caplog.text
