"""Log lines carry no words of persons (SR-62)."""

from __future__ import annotations

import logging
import sys

import pytest
from django.test import Client

from palabre.config.chores import Chore, do_chore
from palabre.config.logs import Discreet


def line_for(message: str) -> str:
    try:
        raise ValueError(message)
    except ValueError:
        record = logging.LogRecord("palabre.x", logging.ERROR, __file__, 1, "reference %s", ("abc",), sys.exc_info())
    return Discreet().format(record)


def test_an_exception_is_logged_by_type_and_place() -> None:
    line = line_for("Salimata K. said\nthat")
    assert "Salimata" not in line
    assert "ValueError at" in line
    assert "reference abc" in line
    assert "\n" not in line


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/answers/a-token-from-a-mail/", "/sign-in/link/a-token-from-a-mail/", "/a-token-from-a-mail/"]
)
def test_a_refused_request_is_logged_by_its_route_not_its_address(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("django")
    logger.propagate = True
    try:
        Client(enforce_csrf_checks=True).post(address, {"a": "b"})
        Client().get(address, headers={"host": "a-token-from-a-mail.example"})
    finally:
        logger.propagate = False
    written = [Discreet().format(record) for record in caplog.records]
    assert any("django.security" in line for line in written)
    assert "a-token-from-a-mail" not in "".join(written)


def broken_chore() -> None:
    raise RuntimeError("salimata@example.org")


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
