"""A whole application through the pages: opened, every section filled, saved by itself and by its button, handed in."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median

from bench.browsing import Answer, Browser, Form
from bench.load import ask
from bench.measuring import Target
from bench.running import processor
from bench.year.marks import Draft

SECTION = r'href="(/apply/file/\w+/(?:who|themes|balance|declarations|questions/\w+)/)"'
STEPS = ("page opened", "saved by itself", "saved by its button", "handed in")


class Journey:
    """One applicant, and the seconds of each of her steps. Raises when a page does not answer as it should."""

    def __init__(self, browser: Browser, draft: Draft, number: int) -> None:
        self.browser, self.number = browser, number
        self.home = f"/apply/file/{draft.application}/"
        self.took: dict[str, list[float]] = defaultdict(list)

    def go(self) -> dict[str, list[float]]:
        found = self._note(STEPS[0], self.browser.get(self.home), 200)
        for url in dict.fromkeys(re.findall(SECTION, found.body)):
            form = self._open(url)
            if form.autosave:
                alone = {name: value for name, value in form.said.items() if name != "once"}
                saved = self._note(STEPS[1], self.browser.post(form.autosave, alone), 200)
                form.said["seen"] = re.findall(r'"seen": "(\w+)"', saved.body)[0]
            self._note(STEPS[2], self.browser.post(url, form.said), 303)
        url = f"{self.home}submission/"
        form = self._open(url)
        sent = self._note(STEPS[3], self.browser.post(url, form.said), 303)
        self._note(STEPS[0], self.browser.get(sent.location), 200)
        return self.took

    def _open(self, url: str) -> Form:
        return Form(self._note(STEPS[0], self.browser.get(url), 200).body, self._typed)

    def _typed(self, name: str) -> str:
        return f"journey{self.number}@example.org" if name == "email" else "Adjoa"

    def _note(self, step: str, answer: Answer, status: int) -> Answer:
        if answer.status != status:
            raise RuntimeError(f"{step} of {self.home} answered {answer.status} {answer.location}")
        self.took[step].append(answer.took)
        return answer


def applying(port: int, pid: int, cookie: str, drafts: list[Draft], floor: Target) -> None:
    """Each of these applies in turn; beside pages of the floor, in the same minutes."""
    took: dict[str, list[float]] = defaultdict(list)
    floors, used, requests = [], 0.0, 0
    for number, draft in enumerate(drafts):
        before = processor(pid)
        steps = Journey(Browser(port, {cookie: draft.session}), draft, number).go()
        used += processor(pid) - before
        for step, seconds in steps.items():
            took[step] += seconds
            requests += len(seconds)
        floors += ask(floor.port, floor.path, floor.headers, clients=1, requests=10).answers
    least = median(floors)
    print(f"\napplying: {len(drafts)} whole forms, {requests // len(drafts)} requests each, CPU "
          f"{used / len(drafts) * 1000:.0f} ms each, {used / requests * 1000:.1f} ms for one request")  # fmt: skip
    for step in STEPS:
        one = median(took[step])
        print(f"  {step:<22}{one * 1000:9.2f} ms{one / least:9.2f} × floor   ({len(took[step])} times)")
