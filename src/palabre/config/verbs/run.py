"""palabre run [--empty]: everything a newcomer needs, in one command."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from palabre.config.env import BadSetting, Env, read_env
from palabre.config.processes import Household, replace_self
from palabre.config.serving import port_is_free, serve_pages

SECONDS = 2.0
T = TypeVar("T")


def main(arguments: list[str]) -> int:
    reader = argparse.ArgumentParser("palabre run", description=__doc__)
    reader.add_argument("--empty", action="store_true", help="without the demo, for a real community")
    empty = reader.parse_args(arguments).empty
    try:
        env = read_env(os.environ)
    except BadSetting as wrong:
        return complain(str(wrong))
    # a house that was killed a moment ago may still be dying: it is given a little time
    turn = within(SECONDS, partial(take_turn, env.data))
    if not turn:
        return complain("Palabre runs already with this DATA folder.")
    if not within(SECONDS, partial(port_is_free, env)):
        return complain(f"Port {env.port} is taken. Another one: PORT={env.port + 1} ./palabre run")
    return start(env, empty=empty)


def complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def within(seconds: float, ask: Callable[[], T]) -> T:
    """The answer, asked for again until it is truthy or time is up."""
    until = time.monotonic() + seconds
    while not (answer := ask()) and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def take_turn(data: Path) -> IO[str] | None:
    """Only one `palabre run` per DATA folder; the kernel gives the turn back however the process ends."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (data / "run.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def start(env: Env, *, empty: bool) -> int:
    """Prepares, then serves until Ctrl-C."""
    import django  # noqa: PLC0415 (not before the environment is known to be sound)

    try:
        django.setup()
    except ValueError as unreadable:  # DATABASE_URL, EMAIL_URL
        return complain(str(unreadable))
    return prepare_and_serve(env, empty=empty)


def prepare_and_serve(env: Env, *, empty: bool) -> int:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (after setup)

    from palabre.config.checks import refuse_unsafe  # noqa: PLC0415
    from palabre.config.preparing import NotThisData, prepare  # noqa: PLC0415

    try:
        refuse_unsafe()
        anew = prepare(empty=empty)
    except ImproperlyConfigured as unsafe:
        return complain(str(unsafe))
    except NotThisData:
        return complain(
            "This DATA folder holds the demo. For a real instance: DATA=another-folder ./palabre run --empty"
        )
    if anew:
        replace_self(["run", *(["--empty"] if empty else [])])
    return serve(env)


def serve(env: Env) -> int:
    """The processes of the house, all forked from this one so that they share what is loaded."""
    from palabre.config.warming import loaded_application  # noqa: PLC0415 (loads every page)
    from palabre.config.working import work  # noqa: PLC0415

    announce(env)
    application = loaded_application()
    return Household({"pages": partial(serve_pages, env, application), "worker": work}).run()


def announce(env: Env) -> None:
    """Where to go, and as whom."""
    from palabre.config.story import demo_accounts, demo_second_proof  # noqa: PLC0415 (after setup)
    from palabre.people.models import Keeper  # noqa: PLC0415

    print(f"Palabre: {env.public_origin}/   (Ctrl-C ends it; all data in {env.data})")
    if env.kind == "demo":
        accounts = demo_accounts()
        width = max((len(email) for _role, email, _passphrase in accounts), default=0)
        for role, email, passphrase in accounts:
            print(f"  {email:{width}}  {passphrase:32}  {role}")
        key, asked = demo_second_proof()
        print(f"  The last {asked} are asked for a code too: ./palabre demo --accounts   (code generator: {key})")
    elif not Keeper.objects.exists():
        print("  The first keeper of an instance: ./palabre keeper you@example.org")
    sys.stdout.flush()
