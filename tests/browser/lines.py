"""Bad lines, as Chromium's own tools make them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page


@dataclass(frozen=True, slots=True)
class Condition:
    """`latency` in milliseconds, `speed` in bits per second, both ways."""

    latency: int
    speed: int


SLOW = Condition(latency=400, speed=400_000)


def condition(page: Page, said: Condition, *, offline: bool = False, line: CDPSession | None = None) -> CDPSession:
    """From now on this page's line is such, or cut; give the returned session back to change it again."""
    line = line or page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": offline,
            "latency": said.latency,
            "downloadThroughput": said.speed / 8,
            "uploadThroughput": said.speed / 8,
        },
    )
    return line
