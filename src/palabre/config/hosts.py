"""Under which names the pages are served: the public address, and its mirrors (SR-67)."""

from __future__ import annotations

from urllib.parse import urlsplit

from palabre.config.env import LOOPBACK, Env, is_onion


def allowed_hosts(env: Env) -> list[str]:
    """Every other name is refused, so that no stranger's name gets into a link."""
    here = ["localhost", "127.0.0.1", "[::1]"] if env.public_host in LOOPBACK else [env.public_host]
    return [*here, *(urlsplit(one).hostname or "" for one in env.mirrors)]


def trusted_origins(env: Env) -> list[str]:
    """From where a form may come."""
    return [env.public_origin, *env.mirrors]


def onions(env: Env) -> list[str]:
    """The mirrors inside Tor; the first is the one that public pages name."""
    return [one for one in env.mirrors if is_onion(one)]
