"""Where the developers' folders are, and how their verbs run Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def python(*arguments: str) -> int:
    """This Python with these arguments, from the root of the repository; its exit code."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode


def module_or_sentence(module: str, arguments: list[str]) -> int:
    """Runs a developers' module, or says that this is an installation without them."""
    path = ROOT.joinpath(*module.split("."))
    if not path.with_suffix(".py").exists() and not (path / "__main__.py").exists():
        print(f"{module} is not here: this verb needs the repository.", file=sys.stderr)
        return 1
    return python("-m", module, *arguments)
