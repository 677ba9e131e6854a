"""What whoever runs an instance reads: every link leads somewhere, both languages stand, figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPERATE = ROOT / "docs" / "operate"
PAIRS = [
    ("README.md", "LISEZMOI.md"),
    ("settings.md", "reglages.md"),
    ("retention.md", "conservation.md"),
    ("updates.md", "mises-a-jour.md"),
    ("mirrors.md", "miroirs.md"),
    ("privacy/en/README.md", "privacy/fr/README.md"),
    ("privacy/en/record.md", "privacy/fr/registre.md"),
    ("privacy/en/dpia.md", "privacy/fr/aipd.md"),
    ("privacy/en/breach.md", "privacy/fr/violation.md"),
]


def outline(name: str) -> list[str]:
    """Headings, rows of tables, code lines: what both languages must have alike."""
    found = re.findall(r"^(#+ |\||```|> )", (OPERATE / name).read_text(), re.MULTILINE)
    return [str(one).strip() for one in found]


def links(file: Path) -> list[str]:
    return [one for one in re.findall(r"\]\(([^)#]+)", file.read_text()) if "://" not in one]


@pytest.mark.covers("SR-70")
def test_every_link_of_the_operating_papers_leads_somewhere() -> None:
    files = [*OPERATE.rglob("*.md"), ROOT / "deploy/README.md"]
    assert [(file.name, one) for file in files for one in links(file) if not (file.parent / one).exists()] == []


@pytest.mark.covers("SR-70")
@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_both_languages_have_the_same_outline(english: str, french: str) -> None:
    assert outline(english) == outline(french)


def test_every_paper_is_in_a_pair() -> None:
    paired = {name for pair in PAIRS for name in pair}
    assert {str(file.relative_to(OPERATE)) for file in OPERATE.rglob("*.md")} == paired


@pytest.mark.covers("SR-70")
def test_the_notices_of_a_breach_hold_what_the_law_asks_for() -> None:
    for name, words in (
        ("en/breach.md", ("72 hours", "Nature", "number of persons", "consequences", "/incident/", "complain")),
        ("fr/violation.md", ("72 heures", "Nature", "nombre de personnes", "Conséquences", "/incident/", "plainte")),
    ):
        text = (OPERATE / "privacy" / name).read_text()
        assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("name", ["retention.md", "conservation.md"])
def test_the_periods_of_the_papers_are_those_of_the_code(name: str) -> None:
    from palabre.exchange.choices import PERIODS

    rows = re.findall(r"^\| `(\w+)`[^|]* \| (\d+) \| (\d+) \|", (OPERATE / name).read_text(), re.MULTILINE)
    assert {kind: (int(days), int(ceiling)) for kind, days, ceiling in rows} == {
        kind: tuple(period) for kind, period in PERIODS.items()
    }


def test_every_verb_is_told_where_it_is_needed() -> None:
    from palabre.config.cli import VERBS

    told = (OPERATE / "README.md").read_text() + (OPERATE / "updates.md").read_text()
    developers = {"test", "check", "bench", "screens", "words", "demo", "worker"}
    assert [verb for verb in VERBS if verb not in developers and f"palabre {verb}" not in told] == []


def test_french_papers_are_typeset_as_french_is() -> None:
    for _english, french in PAIRS:
        text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", (OPERATE / french).read_text(), flags=re.DOTALL)
        assert re.findall(r"\w'\w|\w[·•]\w|« |\w [;!?](?=\s)", text) == [], french
