"""Debian's packages that developers' verbs need: installed when this machine allows it, named when not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")


def apt_install(package: str) -> bool:
    """Installs one Debian package if this is root on Debian; False if it could not."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    for command in (install, ["apt-get", "update"], install):
        done = subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
        if command is install and done.returncode == 0:
            return True
    return False


def ensure_chromium() -> str:
    """Nothing if Chromium is there (or was installed now), else the sentence that says what is missing."""
    if CHROMIUM.exists():
        return ""
    print("Installing Debian's chromium for the browser tests…", flush=True)
    if apt_install("chromium") and CHROMIUM.exists():
        return ""
    return "Chromium is missing, so tests in the browser are skipped. On Debian: sudo apt-get install chromium"
