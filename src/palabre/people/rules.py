"""Who may do what with an account: always only its owner. And which passwords are good enough."""

from __future__ import annotations

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.text import clean
from palabre.kit.verdict import YES, Verdict, no, require
from palabre.people.choices import DRAFT_BYTES, DRAFT_FORMS, PASSWORD_MAX, PASSWORD_MIN
from palabre.people.models import Draft, MailLink, Person, Session

# What the offline list of common passwords does not know: the same habits in French.
FRENCH_HABITS = frozenset(
    {
        *("azerty", "azertyuiop", "azertyuiopqsdfghjklm", "bienvenue", "bonjour", "chouchou", "communaute", "doudou"),
        *("jetaime", "loulou", "motdepasse", "password", "passphrase", "phrasedepasse", "secret", "soleil"),
    }
)
# Neighbours on a keyboard, or in the order of counting and spelling; read twice round, and backwards.
ROWS = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "azertyuiop", "qsdfghjklm")
OWN_WORDS = ("palabre",)
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
    once = re.sub(r"(.+?)\1+", r"\1", folded) if folded else ""
    if len(set(password)) < 5 or _is_run(password) or any(map(_is_common, (password, folded, once))):
        return no(_("This password is among the first that are tried. Choose a sentence of your own."))
    if any(word in folded for word in _words_of(email, name)):
        return no(_("Leave out the name of the site, your name and your address. Choose a sentence of your own."))
    return YES


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _is_run(password: str) -> bool:
    """1234567890123, abcdefghijklm, azertyuiopaz and the like."""
    said = password.casefold()
    return any(said in row * 13 or said[::-1] in row * 13 for row in ROWS)


def _is_common(password: str) -> bool:
    if password.casefold() in FRENCH_HABITS:
        return True
    try:
        _common().validate(password)
    except ValidationError:
        return True
    return False


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
    return no(_("This link has already been used, or it is too old."))
