"""Every kind of row that does not stay, how long it stays, and the function that takes it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from palabre.calls.actions import purging as selections
from palabre.exchange.actions import purging
from palabre.exchange.actions.archives import forget_archives
from palabre.exchange.actions.backing_up import forget_backups
from palabre.exchange.actions.inactive import WARNED_AFTER, close_inactive
from palabre.exchange.actions.purging import Count
from palabre.exchange.choices import Kept, periods
from palabre.files.actions import sweep_files
from palabre.journal.actions import purge_submissions
from palabre.money.actions import purging as purging_of_money
from palabre.money.actions.payees import forget_old_payees
from palabre.notices.actions import forget_old
from palabre.people.actions.forgetting import forget_expired

Purge = Callable[[datetime, bool], Count]
MONTH = 30.4


def _by_age(kind: str, purge: Callable[..., tuple[int, int]]) -> Purge:
    return lambda now, dry_run: Count(*purge(now - timedelta(days=periods()[kind]), dry_run=dry_run))


def _at_once(purge: Callable[[], int]) -> Purge:
    """A purge that has its own clock, and does not say what stays."""
    return lambda _now, dry_run: Count(0 if dry_run else purge(), 0)


def _inactive(now: datetime, dry_run: bool) -> Count:
    if dry_run:
        return Count(0, 0)
    closed_after = round(periods()["inactive"] / MONTH)
    done = close_inactive(now=now, warned_after=min(WARNED_AFTER, max(1, closed_after - 2)), closed_after=closed_after)
    return Count(done.closed, done.waiting)


def _archives(_now: datetime, dry_run: bool) -> Count:
    return Count(0 if dry_run else forget_archives(), purging.archives_kept())


def _backups(_now: datetime, dry_run: bool) -> Count:
    return Count(0, 0) if dry_run else Count(*forget_backups())


def _news() -> int:
    return forget_old() + purge_submissions()


REGISTRY: dict[Kept, Purge] = {
    Kept.UNCONFIRMED: _by_age("unconfirmed", purging.unconfirmed),
    Kept.DECLINED: _by_age("declined", purging.declined),
    Kept.INVITATIONS: _by_age("invitations", purging.invitations),
    Kept.QUESTIONS: _by_age("questions", purging.questions),
    Kept.EVALUATIONS: _by_age("evaluations", purging.evaluations),
    Kept.ATTENDANCE: _by_age("attendance", purging.attendance),
    Kept.PAYEES: _at_once(forget_old_payees),
    Kept.PAYMENTS: _by_age("payments", purging_of_money.payments),
    Kept.BEGUN: _by_age("begun", selections.drafts),
    Kept.BALANCE: _by_age("balance", selections.balance_data),
    Kept.APPLICATIONS: _by_age("applications", selections.files),
    Kept.INACTIVE: _inactive,
    Kept.ARCHIVES: _archives,
    Kept.SESSIONS: _at_once(forget_expired),
    Kept.NEWS: _at_once(_news),
    Kept.UPLOADS: _at_once(sweep_files),
    Kept.BACKUPS: _backups,
    Kept.SECURITY: _by_age("security", purging.security),
    Kept.JOURNAL: _by_age("journal", purging.journal),
}
