"""palabre words extract|compile|check: the messages of the interface, without Debian's gettext."""

from __future__ import annotations

import argparse

from palabre.config.messages import catalogues, compile_messages


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre words", description=__doc__)
    reader.add_argument("step", choices=["extract", "compile", "check"])
    step = reader.parse_args(arguments).step
    if step == "compile":
        print(f"{compile_messages()} compiled")
        return 0
    import django  # noqa: PLC0415 (templates are read with Django's own reader)

    django.setup()
    from palabre.config import wording  # noqa: PLC0415

    if step == "extract":
        for po in catalogues():
            print(f"{po.parts[-3]}: {wording.update(po)} new, {len(wording.problems(po))} to do")
        return 0
    wrong = wording.all_problems()
    print("\n".join(wrong) or "messages: complete")
    return 1 if wrong else 0
