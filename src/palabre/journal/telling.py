"""What each room's `notices.py` declares: who is told, how a mail is filled, which line my day shows.

The rooms write here and `notices`, above them, reads: nobody imports upward to notify.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from palabre.journal.models import Entry

Key = int | str


class Subject(TextChoices):
    """The only subjects a mail can have (SR-19)."""

    ACTIVITY = "activity", _("New activity")
    LINK = "link", _("Your link")
    REMINDER = "reminder", _("Reminder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One recipient of one entry: a person, or the address of somebody without an account.

    `mail` names a template that a `@writes` function fills; `keys` is all that is kept for it until then.
    `notice` puts a line under "What is new" (never for the actor herself).
    """

    person_id: int | None = None
    address: str = ""
    language: str = "fr"
    mail: str | None = None
    notice: bool = True
    keys: Mapping[str, Key] = field(default_factory=dict)
    subject: str | None = None
    subject_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whoever reads a mail, when it is written; `person_id` is None for an address without an account.

    `titles`: her calendar may show what a meeting is about.
    """

    person_id: int | None
    address: str
    language: str
    zone: str
    titles: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What fills a template, and the files that go with it."""

    context: Mapping[str, Any]
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "What is new": words, where they lead, and a quieter remark."""

    text: str
    url: str
    meta: str = ""


Teller = Callable[[Entry], Iterable[Telling]]
Writer = Callable[[Mapping[str, Any], Recipient], Letter | None]
Finder = Callable[[Any, Iterable[int]], Mapping[int, Any]]
Liner = Callable[[Any], Line]


@dataclass(slots=True)
class Registry:
    """Everything the rooms declared; filled when `notices` imports each room's `notices.py` at start."""

    tellers: dict[str, list[Teller]] = field(default_factory=dict)
    writers: dict[str, tuple[Subject, Writer]] = field(default_factory=dict)
    security: set[str] = field(default_factory=set)
    finders: dict[str, Finder] = field(default_factory=dict)
    liners: dict[str, Liner] = field(default_factory=dict)


REGISTRY = Registry()


def tells(*kinds: str) -> Callable[[Teller], Teller]:
    """`@tells("meetings.moved")`: the function says who is told of such an entry."""

    def keep(function: Teller) -> Teller:
        for kind in kinds:
            REGISTRY.tellers.setdefault(kind, []).append(function)
        return function

    return keep


def writes(template: str, subject: Subject = Subject.ACTIVITY, *, security: bool = False) -> Callable[[Writer], Writer]:
    """`@writes("room/email/x.txt")`: fills this template when the mail leaves; None: nothing to say now.

    A link that was asked for, and whatever is `security` (a factor, a lock, an erasure), leaves as it is, also to
    whoever wants no mail. All other mails obey what the reader chose and what her communities ask for.
    """

    def keep(function: Writer) -> Writer:
        REGISTRY.writers[template] = (subject, function)
        if security or subject == Subject.LINK:
            REGISTRY.security.add(template)
        return function

    return keep


def finds(subject: str) -> Callable[[Finder], Finder]:
    """`@finds("meeting")`: the things of these keys that the reader may see now, with their halves."""

    def keep(function: Finder) -> Finder:
        REGISTRY.finders[subject] = function
        return function

    return keep


def lines(*kinds: str) -> Callable[[Liner], Liner]:
    """`@lines("meetings.moved")`: the words of such a notice, made from the thing without a query."""

    def keep(function: Liner) -> Liner:
        for kind in kinds:
            REGISTRY.liners[kind] = function
        return function

    return keep
