"""docs/permissions.md says what the rules say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories import join, make_community, make_person
from tests.isolation.world import tell
from tests.permissions import document, untold

FILE = Path(__file__).parents[2] / "docs" / "permissions.md"
pytestmark = pytest.mark.django_db


def test_the_printed_table_of_rights_is_what_the_rules_answer() -> None:
    told = document()
    if os.environ.get("WRITE"):
        FILE.write_text(told)
    assert FILE.read_text() == told


def test_no_rule_is_left_out_of_the_table() -> None:
    world = tell("AMBRE7Q", make_community("Réseau", kind="global"))
    world.people["second"] = make_person("Second")
    join(world.people["second"], world.community)
    assert untold(world) == []
