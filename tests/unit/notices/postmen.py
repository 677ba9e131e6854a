"""Real mail servers on loopback, each with its own bad luck."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Postman:
    """What arrived, and how the server behaves: refuse an address (code), cut the line after DATA so many times."""

    arrived: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    cuts: int = 0
    connections: int = 0

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return f"{self.refuses[address]} not here: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.cuts:
            self.cuts -= 1
            server.transport.close()
            return "421 the line is cut"
        content = envelope.content
        assert isinstance(content, bytes)
        message: Any = message_from_bytes(content, policy=policy.default)
        self.arrived.extend((address, message) for address in envelope.rcpt_tos)
        return "250 taken"

    def addresses(self) -> list[str]:
        return sorted(address for address, _message in self.arrived)


def free_port() -> int:
    """A port of loopback that nobody listens on, below the range of outgoing connections."""
    for port in range(29000 + os.getpid() % 97, 32000, 97):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port")


@contextmanager
def at_work(postman: Postman, port: int) -> Iterator[Postman]:
    """The server answers for the length of the block."""
    controller = Controller(postman, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    try:
        yield postman
    finally:
        controller.stop()
