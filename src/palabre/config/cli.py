"""`palabre VERB`: one small module per verb in config/verbs/."""

from __future__ import annotations

import os
import sys
from importlib import import_module

VERBS = {
    "run": "prepares the database, starts the server and the worker (--empty: without the demo)",
    "demo": "--accounts prints the demo accounts, one a line: role, e-mail, passphrase",
    "keeper": "EMAIL: creates the first keeper of an empty instance",
    "keys": "the keys of sealed fields: list, rotate, drop ID; backup-pair",
    "backup": "[FILE]: database and files while Palabre runs, sealed if BACKUP_KEY is set",
    "restore": "FILE [--key FILE]: puts a backup here, and erases again what was erased",
    "journal": "check: walks the chain of the journal, prints count and seal",
    "sbom": "what this instance is made of (CycloneDX); --vulnerabilities FILE: known ones, without network",
    "worker": "only the worker: mails, reminders, digests",
    "doctor": "says what is wrong and how to mend it",
    "test": "the tests, browser included (--covers: which requirement is proven by which test)",
    "check": "format, lint, types, imports, migrations, messages, documents, sizes",
    "bench": "speed, weight and growth, in one table",
    "screens": "every page, for a few persons, into one sheet",
    "words": "extract, compile or check: the messages of the interface",
}


def main(arguments: list[str] | None = None) -> int:
    """Runs one verb and returns its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    verb = words[0] if words else "help"
    if verb not in VERBS:
        lines = "\n".join(f"  {name:8} {line}" for name, line in VERBS.items())
        print(f"palabre VERB, where VERB is one of\n{lines}")  # noqa: T201 (this is what the command is for)
        return 0 if verb in {"help", "--help", "-h"} else 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palabre.config.settings")
    os.umask(0o077)  # what Palabre writes is for its owner only
    try:
        return int(import_module(f"palabre.config.verbs.{verb}").main(words[1:]) or 0)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
