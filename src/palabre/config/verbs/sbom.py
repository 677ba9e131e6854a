"""palabre sbom: what this instance is made of, as CycloneDX 1.5; --vulnerabilities FILE: what of it is known to be weak."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre sbom", description=__doc__)
    reader.add_argument(
        "--vulnerabilities", type=Path, metavar="FILE", help="an export of OSV for PyPI: .zip, folder or .json"
    )
    asked = reader.parse_args(arguments)
    from palabre.config.sbom import bill, known_weak, packages  # noqa: PLC0415 (a verb that is not called loads nothing)

    if asked.vulnerabilities is None:
        print(json.dumps(bill(), indent=1))
        return 0
    weak = known_weak(asked.vulnerabilities)
    print("\n".join([*weak, f"packages: {len(packages())}", f"known to be weak: {len(weak)}"]))
    return 1 if weak else 0
