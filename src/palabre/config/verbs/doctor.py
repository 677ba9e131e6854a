"""palabre doctor: says what is wrong and how to mend it; ends with 1 if anything is."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    try:
        django.setup()
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    from palabre.config.doctoring import LOOKS, look  # noqa: PLC0415 (after setup)

    findings = [look(at) for at in LOOKS]
    for finding in findings:
        mark = "!" if finding.wrong else "-" if finding.remedy else "+"
        print(f"{mark} {finding.line}")
        if finding.remedy:
            print(f"    {finding.remedy}")
    return 1 if any(finding.wrong for finding in findings) else 0
