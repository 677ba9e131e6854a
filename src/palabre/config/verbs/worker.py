"""palabre worker: only the chores, for an instance whose pages are served elsewhere."""

from __future__ import annotations


def main(arguments: list[str]) -> int:
    import django  # noqa: PLC0415 (a verb that is not called loads nothing)

    django.setup()
    from palabre.config.checks import refuse_unsafe  # noqa: PLC0415 (after setup)
    from palabre.config.working import work  # noqa: PLC0415

    refuse_unsafe()
    work()
    return 0
