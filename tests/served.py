"""A pytest plugin: one real server with the demo story, for every test of a run that wants one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.house import House, database_of_its_own, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`palabre run` with its demo. Tests share it: each makes the meetings that it changes."""
    data = tmp_path_factory.mktemp("demo-data")
    with database_of_its_own("palabre_demo") as database, served(data, **database) as house:
        yield house
