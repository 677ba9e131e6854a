"""ClamAV, where the keeper has set one: what it calls infected is not kept (SR-51)."""

from __future__ import annotations

import socket
import struct

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from palabre.files.checks import refuse

CHUNK = 64 * 1024
PATIENCE = 10.0  # seconds; a file that could not be looked at is not kept

INFECTED = _("The virus scanner stopped this file. Nothing was sent.")
AWAY = _("The virus scanner does not answer. Nothing was sent; try again in a few minutes.")


def scan(data: bytes) -> None:
    """Ask clamd, if `CLAMD` names one (host:port, or the path of its socket). Raises `Refused`."""
    if not settings.CLAMD:
        return
    try:
        answer = _ask(settings.CLAMD, data)
    except OSError:
        raise refuse(AWAY) from None
    if answer.endswith(b"FOUND"):
        raise refuse(INFECTED)
    if not answer.endswith(b"OK"):
        raise refuse(AWAY)


def _ask(where: str, data: bytes) -> bytes:
    """The INSTREAM command: chunks with their length before them, an empty one at the end."""
    with _line(where) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            line.sendall(struct.pack("!I", len(part)) + part)
        line.sendall(struct.pack("!I", 0))
        told = b""
        while not told.endswith(b"\0") and (part := line.recv(4096)):
            told += part
    return told.rstrip(b"\0\n ")


def _line(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(where)
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
