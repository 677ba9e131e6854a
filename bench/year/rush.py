"""The last minute of a call: three hundred hand in around the closing second, through the pages and the real clock."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.browsing import Browser, Form
from bench.load import ask
from bench.measuring import Target
from bench.running import ROOT, environment
from bench.year.marks import Draft

WRITERS, AROUND, SOON = 30, 2.0, 6.0


@dataclass(slots=True)
class Press:
    """One applicant's button: when it was sent, when it was answered, and whether her application was received."""

    browser: Browser
    url: str
    said: dict[str, str]
    sent: float = 0
    came: float = 0
    received: bool = False

    def go(self) -> None:
        """Every applicant presses twice; the second answer says the same."""
        self.sent = time.time()
        answers = [self.browser.post(self.url, self.said).status for _twice in range(2)]
        self.came = time.time()
        if not set(answers) <= {303, 422}:
            raise RuntimeError(f"the button answered {answers}")
        self.received = answers[0] == 303


def _ready(port: int, cookie: str, draft: Draft) -> Press:
    """The page from which she hands in is open."""
    browser, url = Browser(port, {cookie: draft.session}), f"/apply/file/{draft.application}/submission/"
    return Press(browser, url, Form(browser.get(url).body, lambda _name: "").said)


def _run(presses: list[Press], closes: float) -> float:
    """Each at its moment, from `AROUND` seconds before the end of the closing second until as many after it."""
    end, gap = closes + 1, 2 * AROUND / len(presses)

    def write(first: int) -> None:
        for place in range(first, len(presses), WRITERS):
            time.sleep(max(0.0, end - AROUND + place * gap - time.time()))
            presses[place].go()

    threads = [threading.Thread(target=write, args=(first,)) for first in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(one.came for one in presses) - min(one.sent for one in presses)


def rush(folder: Path, port: int, cookie: str, call: str, drafts: list[Draft], floor: Target) -> None:
    """Prints who was received and who was late, by the answers and by the tables; and what it took."""
    presses = [_ready(port, cookie, one) for one in drafts]
    closes = float(_inside(folder, "close", call, str(SOON)))
    lasted = _run(presses, closes)
    end = closes + 1
    early, late = [one for one in presses if one.came < end], [one for one in presses if one.sent >= end]
    between = [one for one in presses if one.came >= end > one.sent]
    told = json.loads(_inside(folder, "count", call, str(len(drafts))))
    wrong = sum(not one.received for one in early) + sum(one.received for one in late)
    pressed = [one.came - one.sent for one in presses]
    least = ask(floor.port, floor.path, floor.headers, clients=WRITERS, requests=2 * len(presses))
    print(
        f"\nrush: {len(presses)} applicants within {AROUND:.0f} s of the end of the closing second, each presses twice"
    )
    print(f"  answered before the end {len(early)}: received {sum(one.received for one in early)}; sent after it "
          f"{len(late)}: refused {sum(not one.received for one in late)}; under way at the end {len(between)}: "
          f"received {sum(one.received for one in between)}; wrong {wrong}")  # fmt: skip
    print(f"  in the tables: received {told['received']} (told once each: {told['told']}), "
          f"drafts kept whole {told['kept']} of {len(presses) - told['received']}")  # fmt: skip
    press = median(pressed) / 2 * 1000
    print(f"  lasted {lasted:.1f} s, {lasted / least.lasted:.1f} times the floor's {2 * len(presses)} pages; one press p50 "
          f"{press:.0f} ms, {press / least.p50:.1f} times the floor with as many clients")  # fmt: skip


def _inside(folder: Path, *words: str) -> str:
    """This module as a program: what stands in the tables is read and written by a process of its own."""
    command = [sys.executable, "-m", "bench.year.rush", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(folder, 0), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1]


def _close(call_id: str, seconds: float) -> float:
    from datetime import timedelta

    from django.utils import timezone

    from palabre.calls.models import Call

    closes = timezone.now().replace(microsecond=0) + timedelta(seconds=seconds)
    Call.objects.filter(public_id=call_id).update(closes_at=closes)
    return closes.timestamp()


def _count(call_id: str, number: int) -> dict[str, int]:
    from django.db.models import Count

    from palabre.calls.models import Application
    from palabre.journal.models import Entry

    rows = Application.objects.filter(call__public_id=call_id, code__startswith="B").order_by("pk")[:number]
    received = [one.pk for one in rows if one.state == "submitted"]
    drafts = Application.objects.filter(pk__in=[one.pk for one in rows if one.state == "draft"])
    kept = drafts.exclude(email_digest="").annotate(said=Count("answers")).filter(said__gte=6)
    told = Entry.objects.filter(kind="calls.application_received", subject_id__in=received)
    return {"received": len(received), "kept": kept.count(), "told": told.count()}


if __name__ == "__main__":
    import django

    django.setup()
    verb, call, value = sys.argv[1:4]
    print(_close(call, float(value)) if verb == "close" else json.dumps(_count(call, int(value))))
