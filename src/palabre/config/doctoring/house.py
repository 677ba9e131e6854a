"""The house at work: its kind, its journal, its worker, its mails."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from palabre.config import queries
from palabre.config.choices import InstanceKind
from palabre.config.doctoring.finding import Finding
from palabre.config.story import demo_accounts_here
from palabre.exchange.queries.working import failing_chores
from palabre.journal.queries import check_chain
from palabre.notices.queries import mail_queue, unread_entries

UNREAD_FOR = timedelta(minutes=10)


def instance_kind() -> Finding:
    here = queries.instance()
    if here is None:
        return Finding("not started yet", "./palabre run, or ./palabre run --empty for a real community.")
    if here.kind == InstanceKind.EMPTY and demo_accounts_here():
        return Finding(
            "demo accounts exist here", "This is not a demo: delete every account that ends in @demo.example."
        )
    kind = "demo" if here.kind == InstanceKind.DEMO else "real"
    return Finding(f"a {kind} instance since {here.opened_at:%Y-%m-%d}")


def journal_chain() -> Finding:
    report = check_chain()
    if report.sound:
        return Finding(
            f"the journal holds together: {report.entries} entries, sealed {report.seal[:16]} (note it elsewhere)"
        )
    remedy = "Somebody changed the database by hand, or the disk failed: keep this copy, restore the last backup."
    return Finding(f"the journal is broken at entry {report.broken_at}", remedy)


def worker() -> Finding:
    if queries.worker_is_alive():
        return Finding("the worker is at work")
    return Finding("no worker was seen for a minute and a half", "./palabre run starts one, or: ./palabre worker")


def chores() -> Finding:
    """What the worker does and cannot."""
    bad = failing_chores()
    if not bad:
        return Finding("no chore of the worker fails")
    said = ", ".join(f"{one.name} ({one.error}, {one.failures} times, reference {one.reference})" for one in bad)
    return Finding(f"chores fail: {said}", "The log of the worker has the reference, and where in the code it was.")


def outbox() -> Finding:
    """What happened and nobody was told of."""
    unread, since = unread_entries()
    if not since or since > timezone.now() - UNREAD_FOR:
        return Finding(f"{unread} entries of the journal wait to be told")
    return Finding(
        f"{unread} entries of the journal were told to nobody, the first of {since:%Y-%m-%d %H:%M} UTC",
        "./palabre worker reads them; if it runs, its log says what it stumbles over.",
    )


def mails() -> Finding:
    queue = mail_queue()
    line = f"{queue.waiting} mails wait, {queue.sent} went out in seven days, {queue.given_up} were given up"
    if not queue.is_late:
        return Finding(line)
    since = timezone.localtime(queue.since).strftime("%Y-%m-%d %H:%M") if queue.since else ""
    return Finding(
        line,
        f"They wait since {since} ({queue.error or 'no error noted'}). Check EMAIL_URL and the mail server.",
    )
