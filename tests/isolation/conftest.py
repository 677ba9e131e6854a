"""The crawl asks tens of thousands of pages: they are written as in service."""

from __future__ import annotations

import pytest
from django.template.base import Template
from django.test.utils import _TestState


@pytest.fixture(autouse=True)
def pages_as_in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's test environment copies the context of every template that is shown. Nobody reads these copies here."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)  # type: ignore[attr-defined]
