"""palabre bench: speed, weight and growth, in one table (bench/)."""

from palabre.config.repository import module_or_sentence


def main(arguments: list[str]) -> int:
    return module_or_sentence("bench", arguments)
