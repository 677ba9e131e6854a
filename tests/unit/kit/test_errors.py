"""What is shown when something does not work. No test here may touch the database."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from palabre.kit import views

from .pagetools import asked, faults, templates

REFERENCE = re.compile(r"<code class=\"num\">([2-9a-z]{12})</code>")


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.error_400, 400),
        (views.error_403, 403),
        (views.error_404, 404),
        (views.error_csrf, 403),
        (views.error_500, 500),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_error_is_a_whole_page_in_the_language_of_the_reader(view, status: int, language: str) -> None:
    with translation.override(language):
        response = view(asked())
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in html
    assert faults(html) == []


def test_an_error_gives_a_random_reference_and_nothing_of_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    request = asked("/c/abcdefgh2345/")
    with caplog.at_level(logging.INFO, "palabre.errors"):
        pages = [views.error_403(request, PermissionDenied("Awa may not")).content.decode() for _ in range(2)]
    references = [REFERENCE.findall(page)[0] for page in pages]
    assert references[0] != references[1]
    assert references[0] in caplog.text
    assert "Awa" not in pages[0]
    assert "Awa" not in caplog.text
    assert "abcdefgh2345" not in caplog.text


@pytest.mark.covers("SR-12")
def test_absent_and_hidden_are_the_same_page() -> None:
    first, second = views.error_404(asked("/a/")), views.error_404(asked("/b/"))
    assert first.content.replace(b"/a/", b"/b/") == second.content


def test_a_server_error_is_told_without_request_database_or_template(caplog: pytest.LogCaptureFixture) -> None:
    with templates(**{"kit/error": "{% url 'nowhere:at_all' %}"}), translation.override("fr"):
        response = views.error_500(asked())
    html = response.content.decode()
    assert response.status_code == 500
    assert '<html lang="fr">' in html
    assert re.search(r"<code>[2-9a-z]{12}</code>", html)
    assert caplog.text.count("reference") == 2
