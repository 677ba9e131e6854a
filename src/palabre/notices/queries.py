"""What pages show: the queue of mails in figures, and the lines of "What is new"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from palabre.communities.models import Community
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY, Line
from palabre.notices.choices import DUE, STILL_TO_GO, MailState
from palabre.notices.models import Cursor, Mail, Notice
from palabre.notices.rules import visible_notices
from palabre.people.models import Person

# why a mail did not leave, where nothing went wrong: nothing to say any more, a closed account, mails not wanted
NOT_FAILED = ("moot", "closed", "unwanted")
LATE_AFTER = timedelta(minutes=10)
NEWS_FOR = timedelta(days=14)
MOST_NEWS = 30
LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Queue:
    """Figures only: nothing of what the mails say, nor to whom."""

    waiting: int
    since: datetime | None
    next_try_at: datetime | None
    tried: int
    error: str
    given_up: int
    sent: int

    @property
    def is_late(self) -> bool:
        """Mails wait longer than they should."""
        return self.since is not None and self.since < timezone.now() - LATE_AFTER


def mail_queue(community: Community | None = None) -> Queue:
    """The queue of one community, or of the instance: what waits, what ended in seven days. One query."""
    mails: QuerySet[Mail] = Mail.objects.all()
    if community is not None:
        mails = mails.filter(community_id=community.pk)
    to_go, recent = Q(state__in=STILL_TO_GO), Q(ended_at__gte=timezone.now() - timedelta(days=7))
    ended = Q(state__in=(MailState.SENT, MailState.GIVEN_UP)) & recent
    found = mails.filter(to_go | ended).aggregate(
        waiting=Count("pk", filter=to_go),
        since=Min("created_at", filter=to_go),
        next_try_at=Min("next_try_at", filter=Q(state__in=DUE)),
        tried=Max("tries", filter=to_go, default=0),
        given_up=Count("pk", filter=Q(state=MailState.GIVEN_UP) & ~Q(error__in=NOT_FAILED) & recent),
        sent=Count("pk", filter=Q(state=MailState.SENT) & recent),
        error=Max("error", filter=to_go & ~Q(error=""), default=""),
    )
    return Queue(**found)


def mail_is_late(community: Community) -> bool:
    """Whether the coordination should be told that mails wait."""
    old = timezone.now() - LATE_AFTER
    return Mail.objects.still_to_go().filter(community_id=community.pk, created_at__lt=old).exists()


def unread_entries() -> tuple[int, datetime | None]:
    """How many entries of the journal nobody was told of yet, and since when."""
    read_to = Cursor.objects.filter(pk=1).values_list("entry_id", flat=True).first() or 0
    unread = Entry.objects.filter(pk__gt=read_to)
    return unread.count(), unread.order_by("pk").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class News:
    """One line of "What is new" with its moment."""

    line: Line
    at: datetime


def news_for(reader: Person, limit: int = LINES_SHOWN) -> list[News]:
    """The latest lines of the last 14 days about things the reader still may see."""
    notices = list(visible_notices(reader).filter(at__gte=timezone.now() - NEWS_FOR).order_by("-at", "-pk")[:MOST_NEWS])
    things = _things(reader, notices)
    news: list[News] = []
    told: set[tuple[str, str, int]] = set()
    for notice in notices:
        same, thing = (
            (notice.kind, notice.subject, notice.subject_id),
            things.get((notice.subject, notice.subject_id)),
        )
        liner = REGISTRY.liners.get(notice.kind)
        if thing is None or liner is None or same in told:
            continue
        told.add(same)
        news.append(News(liner(thing), notice.at))
        if len(news) == limit:
            break
    return news


def _things(reader: Person, notices: list[Notice]) -> dict[tuple[str, int], Any]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        if notice.subject in REGISTRY.finders:
            wanted[notice.subject].add(notice.subject_id)
    return {
        (subject, key): thing
        for subject, keys in wanted.items()
        for key, thing in REGISTRY.finders[subject](reader, keys).items()
    }


def line_about(mail: Mail) -> Line | None:
    """The line of "What is new" that goes with a mail, if the reader still may see what it speaks of."""
    entry = Entry.objects.filter(pk=mail.entry_id).first()
    liner = REGISTRY.liners.get(entry.kind) if entry else None
    if mail.person is None or entry is None or liner is None:
        return None
    told = Notice.objects.filter(person=mail.person, entry_id=entry.pk).first()
    subject, key = (told.subject, told.subject_id) if told else (entry.subject, entry.subject_id)
    if key is None or subject not in REGISTRY.finders:
        return None
    thing = REGISTRY.finders[subject](mail.person, [key]).get(key)
    return liner(thing) if thing is not None else None
