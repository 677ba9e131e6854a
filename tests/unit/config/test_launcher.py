"""The launcher and the locks: what is installed when, and that the locks agree (SR-65)."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
LOCKS = ROOT / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def pins(name: str) -> set[tuple[str, str]]:
    return {(package.lower(), version) for package, version in PIN.findall((LOCKS / f"{name}.txt").read_text())}


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher as a module, looking at an environment of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("palabre_launcher", str(ROOT / "palabre"))
    spec = spec_from_loader("palabre_launcher", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / "palabre.json")
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.2\n")
    for name in ("DATABASE_URL", "REDIS_URL", "DOCUMENTS"):
        monkeypatch.delenv(name, raising=False)
    return module


@pytest.mark.parametrize("name", ["core", "documents", "scale", "dev"])
def test_every_pinned_package_has_hashes_and_no_address_stands_in_a_lock(name: str) -> None:
    text = (LOCKS / f"{name}.txt").read_text()
    assert "://" not in text
    blocks = re.split(r"\n(?=[A-Za-z])", text)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert pins(name)


@pytest.mark.parametrize(
    ("small", "large"), [("core", "scale"), ("core", "dev"), ("scale", "dev"), ("documents", "dev")]
)
def test_the_larger_lock_holds_the_smaller_one_version_for_version(small: str, large: str) -> None:
    assert pins(small) <= pins(large)


def test_the_package_names_the_same_dependencies_as_the_core_list() -> None:
    lines = (LOCKS / "core.in").read_text().splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"] == listed


def test_run_installs_core_and_pdf_and_more_only_when_asked(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert launcher.locks_for("run") == ["core", "documents"]
    assert launcher.locks_for("test") == ["dev"]
    monkeypatch.setenv("DOCUMENTS", "no")
    assert launcher.locks_for("run") == ["core"]
    monkeypatch.delenv("DOCUMENTS")
    monkeypatch.setenv("DATABASE_URL", "postgres://localhost/palabre")
    assert launcher.locks_for("run") == ["scale", "documents"]


def test_a_lock_is_installed_once_until_it_changes(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(launcher, "pip", lambda *arguments: done.append(arguments[-1]) or True)
    monkeypatch.setattr(launcher, "environment_stands", lambda: True)
    launcher.prepare("test")
    launcher.prepare("run")
    assert [Path(one).name for one in done] == ["dev.txt"]
    (launcher.VENV / "pyvenv.cfg").write_text("version = 3.12.1\n")
    launcher.prepare("run")
    assert [Path(one).name for one in done] == ["dev.txt", "core.txt", "documents.txt"]


def test_a_failed_installation_is_not_remembered(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "pip", lambda *arguments: False)
    monkeypatch.setattr(launcher, "environment_stands", lambda: True)
    with pytest.raises(SystemExit):
        launcher.prepare("run")
    assert launcher.installed() == {}


def test_help_needs_no_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "palabre"), "--help"], capture_output=True, text=True, check=True
    )
    assert "run" in done.stdout
