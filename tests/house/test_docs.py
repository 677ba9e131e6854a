"""Documents that cannot fall behind."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    from palabre.config import env

    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/operate/settings.md").read_text(), re.MULTILINE))
    assert documented == {item.name.upper() for item in fields(env.Env) if not item.name.startswith("_")}


def test_the_readme_says_the_two_commands_first() -> None:
    for name in ("README.md", "README.fr.md"):
        head = (ROOT / name).read_text()[:1500]
        assert "./palabre run" in head, name
        assert "./palabre test" in head, name


@pytest.mark.parametrize("name", ["README.md", "README.fr.md"])
def test_links_of_the_readme_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text()
    targets = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in targets if not (ROOT / link).exists()] == []


def test_no_file_names_a_package_registry_or_a_path_of_this_machine() -> None:
    import subprocess

    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    bad = re.compile(
        "|".join(
            ["pypi" + r"\.org", "--index" + "-url", "--find" + "-links", "registry" + r"\.npmjs", "/" + "work" + "/"]
        )
    )
    guilty = [
        name
        for name in files
        if name
        and (ROOT / name).is_file()
        and (ROOT / name).suffix not in {".png", ".jpg"}
        and bad.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert guilty == []
