"""A pytest plugin: one real server with the demo story, and one Chromium, for every test of a run that wants them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import ARGUMENTS, CHROMIUM, House, database_of_its_own, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`palabre run` with its demo. Tests share it: each makes the meetings that it changes."""
    data = tmp_path_factory.mktemp("demo-data")
    with database_of_its_own("palabre_demo") as database, served(data, **database) as house:
        yield house


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`palabre run --empty`, in which each module plants its own community (`House.planted`)."""
    data = tmp_path_factory.mktemp("empty-house")
    with database_of_its_own("palabre_empty") as database, served(data, "--empty", wait=300, **database) as house:
        yield house


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Debian's Chromium is not installed: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
