"""The web server: granian, one blocking thread per process (shared/DEPENDENCIES.md, shared/GOALS.md say why)."""

from __future__ import annotations

import os
import signal
import socket
from typing import Any

from palabre.config.env import Env
from palabre.config.processes import die_with_parent

LIFETIME = 3  # seconds a page in hand may take when the server stops


def port_is_free(env: Env) -> bool:
    """Whether the address can be listened on; asked before, because a sentence is better than a trace."""
    with socket.socket(socket.AF_INET6 if ":" in env.host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((env.host, env.port))
        except OSError:
            return False
    return True


def serve_pages(env: Env, application: Any) -> None:
    """Blocks until SIGTERM. The application was loaded before the fork, so the processes share its memory."""
    from granian import Granian  # noqa: PLC0415 (only the process that serves needs it)
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    parent = os.getpid()

    def in_each_process() -> Any:
        die_with_parent(parent)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        return application

    server = Granian(
        "palabre.config.wsgi:application",
        address=env.host,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.workers,
        blocking_threads=1,
        backlog=2048,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=LIFETIME,
        websockets=False,
    )
    server.serve(target_loader=in_each_process, wrap_loader=False)
