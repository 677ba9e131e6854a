"""What this instance is made of, from its locks and what is installed; and which of it is known to be weak. No network."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from palabre.config.repository import ROOT

LOCKS = ("core", "documents", "scale", "dev")
HOUSE = UUID("6f2f4b6e-6d0a-4b8e-9d0e-5a1ab1e00000")
NAME = re.compile(r"^([A-Za-z0-9][\w.\-]*)(?:\[[\w,\-]+\])?==([^\s;\\]+)")


@dataclass
class Package:
    """One line of a lock."""

    name: str
    version: str
    locks: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def plain(name: str) -> str:
    """Names as packages compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> Iterator[Package]:
    """Every requirement of a lock, with its hashes. Raises ValueError where a line is neither locked nor a comment."""
    for line in text.replace("\\\n", " ").split("\n"):
        words = line.partition(" #")[0].strip()
        if not words or words.startswith("#"):
            continue
        found = NAME.match(words)
        if not found:
            raise ValueError(f"not locked: {words[:60]}")
        yield Package(plain(found[1]), found[2], hashes=re.findall(r"--hash=sha256:([0-9a-f]{64})", words))


def packages(locks: tuple[str, ...] = LOCKS) -> list[Package]:
    """What the locks list, each package and version once."""
    known: dict[str, Package] = {}
    for lock in locks:
        for one in read_lock((ROOT / "requirements" / f"{lock}.txt").read_text()):
            known.setdefault(one.purl, one).locks.append(lock)
    return [known[purl] for purl in sorted(known)]


def bill() -> dict[str, Any]:
    """CycloneDX 1.5."""
    found = packages()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(HOUSE, ' '.join(one.purl for one in found))}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "palabre", "bom-ref": "palabre"}},
        "components": [_component(one) for one in found],
        "dependencies": [{"ref": "palabre", "dependsOn": [one.purl for one in found]}],
    }


def _component(one: Package) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "library", "bom-ref": one.purl, "name": one.name, "version": one.version, "purl": one.purl,
        "scope": "required" if "core" in one.locks else "optional",
        "hashes": [{"alg": "SHA-256", "content": value} for value in one.hashes],
        "properties": [{"name": "palabre:lock", "value": lock} for lock in one.locks],
    }  # fmt: skip
    licence = _licence(one.name)
    return {**told, "licenses": [{"license": {"name": licence}}]} if licence else told


def _licence(name: str) -> str:
    try:
        said: Any = metadata(name)
    except PackageNotFoundError:
        return ""
    return str(said.get("License-Expression") or (said.get("License") or "").split("\n")[0][:80])


def known_weak(export: Path) -> list[str]:
    """Lines `package version: advisory` for what an export of OSV names: a .zip or folder of JSON, or one JSON file.

    By the versions that each advisory lists, as those of PyPI do; a range without a list is not looked at.
    """
    here = {(one.name, one.version): one for one in packages()}
    found = set()
    for advisory in _advisories(export):
        for hit in advisory.get("affected", []):
            said = hit.get("package", {})
            if said.get("ecosystem") != "PyPI" or advisory.get("withdrawn"):
                continue
            for version in hit.get("versions", []):
                if (plain(said.get("name", "")), version) in here:
                    found.add(f"{plain(said['name'])} {version}: {advisory.get('id', '?')}")
    return sorted(found)


def _advisories(export: Path) -> Iterator[dict[str, Any]]:
    if export.is_dir():
        for path in sorted(export.glob("*.json")):
            yield from _rows(json.loads(path.read_bytes()))
    elif zipfile.is_zipfile(export):
        with zipfile.ZipFile(export) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield from _rows(json.loads(archive.read(name)))
    else:
        yield from _rows(json.loads(export.read_bytes()))


def _rows(told: Any) -> list[dict[str, Any]]:
    return told if isinstance(told, list) else told.get("vulns", [told])
