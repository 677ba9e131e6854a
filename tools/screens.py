"""`palabre screens`: every page × a few personas × 360 and 1280 px × French and English, on one sheet of HTML.

The demo is served from a folder of its own; the sheet and its pictures land in `screens/` (not kept by git).
"""

from __future__ import annotations

import argparse
import html
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from palabre.demo.cast import accounts_table, code_now, secured

ROOT = Path(__file__).parents[1]
PORT = 8473
ORIGIN = f"http://localhost:{PORT}"
WIDTHS = (360, 1280)
ID = re.compile(r"[2-9a-hjkmnp-z]{12}")  # kit.ids
LANGUAGES = ("fr", "en")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """The demo, as `palabre run` serves it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ORIGIN"}
    }
    environment = {**kept, "DATA": str(folder), "PORT": str(PORT), "HOST": "127.0.0.1", "WORKERS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "palabre.config.cli", "run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{ORIGIN}/healthz", timeout=2).close()
            return process
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError("the demo did not come up")


def sign_in(page: Page, email: str, passphrase: str) -> None:
    page.goto(f"{ORIGIN}/sign-in/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", passphrase)
    page.check("input[name=device][value=own]")
    page.click("main form button.main")
    if email in secured():
        page.fill("input[name=proof_code]", code_now())
        page.click("main form button.main")
    page.wait_for_url("**/home/")


def links(page: Page, start: list[str], limit: int) -> list[str]:
    """Addresses found by walking from `start`, one of each kind (random ids folded)."""
    seen: dict[str, str] = {}
    waiting = list(start)
    while waiting and len(seen) < limit:
        url = waiting.pop(0)
        kind = "/".join("…" if ID.fullmatch(part) else part for part in url.split("?")[0].split("/"))
        if kind in seen or any(
            word in url for word in ("/exit/", ".ics", ".xlsx", ".csv", ".pdf", ".docx", ".md", "/static/")
        ):
            continue
        answer = page.goto(ORIGIN + url)
        if answer is None or answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen[kind] = url
        found = page.eval_on_selector_all("a[href^='/']", "nodes => nodes.map(node => node.getAttribute('href'))")
        waiting += [link.split("#")[0] for link in found]
    return list(seen.values())


def shoot(
    browser: Browser, persona: tuple[str, str, str] | None, out: Path, dark: bool, limit: int
) -> list[dict[str, str]]:
    """One persona: find her pages, then take each in both widths and languages."""
    shots = []
    role = persona[0] if persona else "visitor"
    for language in LANGUAGES:
        context = browser.new_context(locale=language, color_scheme="dark" if dark else "light")
        page = context.new_page()
        if persona:
            sign_in(page, persona[1], persona[2])
            switch(page, language)
        pages = links(page, ["/home/"] if persona else [f"/{language}/", f"/sign-in/?lang={language}"], limit)
        for number, url in enumerate(pages):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(ORIGIN + url)
                name = f"{role.replace(' ', '-')}-{number:02}-{width}-{language}{'-dark' if dark else ''}.png"
                page.screenshot(path=out / name, full_page=True)
                shots.append({"role": role, "url": url, "width": str(width), "language": language, "file": name})
        context.close()
    return shots


def switch(page: Page, language: str) -> None:
    """The page in the language of the sheet, through the reader's own switch."""
    if page.get_attribute("html", "lang") != language:
        page.click("header form button")
        page.wait_for_load_state()


def sheet(shots: list[dict[str, str]], out: Path) -> Path:
    """One page with every picture, each leading to its full size."""
    rows = "\n".join(map(figure, shots))
    style = (
        "body{font:14px system-ui;display:flex;flex-wrap:wrap;gap:1rem;align-items:start}"
        "figure{margin:0}img{border:1px solid #ccc}figcaption{max-width:420px}"
    )
    path = out / "index.html"
    path.write_text(f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{style}</style>{rows}')
    return path


def figure(shot: dict[str, str]) -> str:
    width = 180 if shot["width"] == "360" else 420
    said = " · ".join(html.escape(shot[name]) for name in ("role", "url", "width", "language"))
    picture = f'<a href="{shot["file"]}"><img loading="lazy" width="{width}" src="{shot["file"]}" alt=""></a>'
    return f"<figure>{picture}<figcaption>{said}</figcaption></figure>"


def shoot_for_readme(browser: Browser) -> None:
    """The two pictures of the README: the day of a member on a phone, and a meeting that was held, on a laptop."""
    folder = ROOT / "docs" / "screens"
    folder.mkdir(exist_ok=True)
    accounts = {role: (email, passphrase) for role, email, passphrase in accounts_table()}
    context = browser.new_context(locale="fr", viewport={"width": 360, "height": 800})
    page = context.new_page()
    sign_in(page, *accounts["member of CdP Voix du Fleuve"])
    page.screenshot(path=folder / "day-360.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(page.url.replace("/home/", "/communities/"))
    page.click("main a.go:has-text('Voix du Fleuve')")
    page.click("nav.local a:has-text('Rencontres')")
    page.click("main a:has-text('Passées')")
    page.click("main a.go:has-text('Rencontre semestrielle')")
    page.screenshot(path=folder / "meeting-1280.png")
    context.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="palabre screens", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "screens")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--limit", type=int, default=40, help="pages of one persona")
    parser.add_argument(
        "--roles", default="visitor,coordination,facilitation,member", help="words found in the roles of the demo"
    )
    parser.add_argument("--readme", action="store_true", help="only the two pictures of the README")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="palabre-screens-") as folder:
        server = serve(Path(folder))
        try:
            wanted = options.roles.split(",")
            personas = [next(row for row in accounts_table() if word in row[0]) for word in wanted if word != "visitor"]
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
                if options.readme:
                    shoot_for_readme(browser)
                    return 0
                shots = []
                for persona in ([None] if "visitor" in wanted else []) + personas:
                    shots += shoot(browser, persona, options.out, options.dark, options.limit)
                browser.close()
        finally:
            server.terminate()
            server.wait(timeout=15)
    print(f"{len(shots)} screens: {sheet(shots, options.out)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
