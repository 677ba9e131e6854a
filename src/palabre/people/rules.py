"""Who may do what with an account: always only its owner. And which passwords are good enough."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.prepared import Prepared
from palabre.kit.text import clean
from palabre.kit.verdict import YES, Verdict, no, require
from palabre.people.choices import (
    ADDRESS_LINK_LIFE,
    ADDRESS_UNDO_LIFE,
    DRAFT_BYTES,
    DRAFT_FORMS,
    PASSKEYS_EACH,
    PASSWORD_MAX,
    PASSWORD_MIN,
    RESET_LIFE,
    RESET_WAIT,
    Openness,
)
from palabre.people.guessing import is_guessed
from palabre.people.models import AddressChange, CodeSheet, Draft, FactorReset, MailLink, Passkey, Person, Session, Totp

OWN_WORDS = ("palabre",)
LINK_OVER = _("This link has already been used, or it is too old.")
DRAFT_KEY = re.compile(r"(?P<name>[a-z]+(?:-[a-z]+)*?)(?:-[2-9a-hjkmnp-z]{12}){0,2}(?:-(?:fr|en))?")


def fresh_person(actor: Person) -> Person:
    """Every action of a person begins with this: the account may have been closed since the page was read."""
    require(YES if Person.objects.open().filter(pk=actor.pk).exists() else no(_("This account is closed.")))
    return actor


def can_use_password(password: str, *, email: str = "", name: str = "") -> Verdict:
    """12 to 128 characters of any kind; not among the common ones, not made of the site's or the person's own words."""
    if len(password) < PASSWORD_MIN:
        return no(format_lazy(_("At least {number} characters. A sentence works well."), number=PASSWORD_MIN))
    if len(password) > PASSWORD_MAX:
        return no(format_lazy(_("{number} characters at most."), number=PASSWORD_MAX))
    folded = re.sub(r"[\W\d_]+", "", password.casefold())
    if is_guessed(password):
        return no(_("This password is among the first that are tried. Choose a sentence of your own."))
    if any(word in folded for word in _words_of(email, name)):
        return no(_("Leave out the name of the site, your name and your address. Choose a sentence of your own."))
    return YES


def _words_of(email: str, name: str) -> set[str]:
    """Words of four letters and more; shorter ones stand in too many sentences."""
    said = re.split(r"[\W\d_]+", f"{email.partition('@')[0]} {clean(name)}".casefold())
    return {word for word in said if len(word) >= 4} | set(OWN_WORDS)


def visible_sessions(actor: Person) -> QuerySet[Session]:
    """One's own, as long as they run."""
    return Session.objects.filter(person=actor, expire_date__gt=timezone.now())


def can_end_session(actor: Person, session: Session) -> Verdict:
    return YES if session.person_id == actor.pk else no(_("There is nothing here."))


def visible_drafts(actor: Person) -> QuerySet[Draft]:
    """What one was typing, for oneself alone."""
    return Draft.objects.filter(person=actor)


def can_keep_draft(actor: Person, form: str) -> Verdict:
    """Only for the forms that are known: `name`, `name-<id>`, `name-<id>-fr`."""
    found = DRAFT_KEY.fullmatch(form)
    known = found is not None and found["name"] in DRAFT_FORMS
    return YES if known else no(_("There is nothing here."))


def fits_in_draft(size: int) -> Verdict:
    """No more bytes than a form of ours can hold."""
    return YES if size <= DRAFT_BYTES else no(_("This text is too long to be kept."))


def can_use_link(link: MailLink) -> Verdict:
    """Once, in time, and only while the account is open."""
    if link.used_at is None and link.expires_at > timezone.now() and link.person.is_active:
        return YES
    return no(LINK_OVER)


def field_is_open(openness: int, *, together: bool) -> bool:
    """Whether somebody else reads a field of a profile; `together`: they belong to one community, both of them."""
    return openness >= Openness.SIGNED_IN or (together and openness >= Openness.COMMUNITY)


def has_factor(person: Person) -> bool:
    """Whether a sign-in of hers asks for more than a password or a mail. A sheet counts even when it is used up."""
    return bool(_FACTORS.ask(person=person.pk))


def _with_factor(person: int) -> QuerySet[Person, tuple[int]]:
    mine = [
        Exists(Passkey.objects.filter(person=OuterRef("pk"))),
        Exists(Totp.objects.filter(person=OuterRef("pk"), confirmed_at__isnull=False)),
        Exists(CodeSheet.objects.filter(person=OuterRef("pk"))),
    ]
    return Person.objects.filter(mine[0] | mine[1] | mine[2], pk=person).values_list("pk")


_FACTORS = Prepared(_with_factor, person=int)


def visible_passkeys(actor: Person) -> QuerySet[Passkey]:
    """One's own."""
    return Passkey.objects.filter(person=actor)


def can_add_passkey(actor: Person) -> Verdict:
    """As many as fit on a page."""
    full = visible_passkeys(actor).count() >= PASSKEYS_EACH
    return no(_("Ten passkeys are enough. First take one away.")) if full else YES


def can_use_reset(reset: FactorReset) -> Verdict:
    """Confirmed by somebody else a day ago, and not more than a week since."""
    now = timezone.now()
    if reset.ended_at or not reset.confirmed_at or reset.confirmed_at + RESET_WAIT + RESET_LIFE < now:
        return no(_("This way in is not open."))
    return YES if reset.confirmed_at + RESET_WAIT <= now else no(_("The day of waiting is not over."))


def can_confirm_address(actor: Person, change: AddressChange) -> Verdict:
    """Once, in time, and only signed in as the person who asked: a stranger's mailbox confirms nothing."""
    old = change.done_at or change.dropped_at or change.asked_at + ADDRESS_LINK_LIFE < timezone.now()
    return no(LINK_OVER) if old or change.person_id != actor.pk else YES


def can_undo_address(change: AddressChange) -> Verdict:
    """For a week after the change, once."""
    past = change.done_at is None or change.undone_at or change.done_at + ADDRESS_UNDO_LIFE < timezone.now()
    return no(LINK_OVER) if past or change.person.erased_at else YES
