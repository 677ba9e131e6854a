"""Every requirement is locked to one version and hashed; the bill lists them all; a known weakness is found offline."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from palabre.config import sbom
from palabre.config.repository import ROOT
from palabre.config.verbs.sbom import main


@pytest.mark.covers("SR-65")
@pytest.mark.parametrize("lock", sbom.LOCKS)
def test_every_requirement_is_locked_and_hashed(lock: str) -> None:
    rows = list(sbom.read_lock((ROOT / "requirements" / f"{lock}.txt").read_text()))
    assert rows
    assert [one.name for one in rows if not one.hashes] == []
    assert len({one.purl for one in rows}) == len(rows)


@pytest.mark.covers("SR-65")
@pytest.mark.parametrize("lock", sbom.LOCKS)
def test_everything_that_is_asked_for_is_in_its_lock(lock: str) -> None:
    import re

    asked = (ROOT / "requirements" / f"{lock}.in").read_text()
    names = {sbom.plain(found) for found in re.findall(r"^([A-Za-z0-9][\w.\-]*)", asked, re.MULTILINE)}
    assert names <= {one.name for one in sbom.packages((lock,))}


@pytest.mark.parametrize("line", ["django>=5", "-e .", "https://x.example/y.whl", "django"])
def test_a_line_that_is_not_locked_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not locked"):
        list(sbom.read_lock(f"{line}\n"))


@pytest.mark.covers("SR-65")
def test_the_bill_is_cyclonedx_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.5")
    parts = {one["name"]: one for one in told["components"]}
    assert set(parts) == {one.name for one in sbom.packages()}
    assert parts["django"]["purl"].startswith("pkg:pypi/django@5.2")
    assert parts["django"]["scope"] == "required"
    assert parts["ruff"]["scope"] == "optional"
    assert all(one["hashes"] for one in parts.values())
    assert parts["django"]["licenses"][0]["license"]["name"].startswith("BSD")
    assert told["dependencies"][0]["dependsOn"] == [one["purl"] for one in told["components"]]
    assert sbom.bill() == told, "the same locks, the same bill"


def advisory(name: str, version: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "PYSEC-2026-1",
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, "versions": ["0.1", version]}],
        **more,
    }


@pytest.mark.covers("SR-65")
@pytest.mark.parametrize("form", ["json", "list", "folder", "zip"])
def test_a_known_weakness_is_found_without_network(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    django = next(one for one in sbom.packages() if one.name == "django")
    rows = [advisory("Django", django.version), advisory("other", "1"), advisory("Pillow", "0.0.1")]
    rows.append(advisory("django", django.version, id="GONE", withdrawn="2026-01-01T00:00:00Z"))
    file = tmp_path / "osv"
    if form == "json":
        file.write_text(json.dumps({"vulns": rows}))
    elif form == "list":
        file.write_text(json.dumps(rows))
    elif form == "folder":
        file.mkdir()
        for number, row in enumerate(rows):
            (file / f"{number}.json").write_text(json.dumps(row))
    else:
        with zipfile.ZipFile(file, "w") as archive:
            for number, row in enumerate(rows):
                archive.writestr(f"{number}.json", json.dumps(row))
    assert main(["--vulnerabilities", str(file)]) == 1
    said = capsys.readouterr().out
    assert f"django {django.version}: PYSEC-2026-1" in said
    assert "known to be weak: 1" in said
    quiet = tmp_path / "quiet.json"
    quiet.write_text(json.dumps([advisory("other", "1")]))
    assert main(["--vulnerabilities", str(quiet)]) == 0
