"""Of her account: what she said of herself, what she consented to, where she is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.people import queries
from palabre.people.choices import Byline, DeviceKind, Language, MailChoice, Openness, Purpose
from palabre.people.models import Consent, Person, Session

WORD, SAID = _("What"), _("What you said")


def account_of(person: Person) -> Sheet:
    rows = [
        (_("Name that is shown"), person.display_name),
        (_("Pronouns"), person.pronouns),
        (_("E-mail address"), person.email),
        (_("Language of pages and mails"), str(Language(person.language).label)),
        (_("City whose clocks count for you"), person.zone),
        (_("Mails to me"), str(MailChoice(person.mail).label)),
        (_("Account made on"), person.created_at.date()),
        (_("Month of the last sign-in"), person.seen_on),
        (_("Emergency code"), _("given") if person.lock_digest else _("none")),
    ]
    return sheet("account", _("My account"), {"what": WORD, "said": SAID}, _plain(rows))


def profile_of(person: Person) -> Sheet:
    profile = queries.profile_of(person)
    rows = [
        (name, getattr(profile, name), str(Openness(getattr(profile, f"{name}_for")).label))
        for name in queries.PROFILE_FIELDS
        if getattr(profile, name)
    ]
    if profile.pk:
        rows.append(("byline", profile.alias or str(Byline(profile.byline).label), ""))
    return sheet("profile", _("My profile"), {"what": WORD, "said": SAID, "open_to": _("Who reads it")}, rows)


def description_of(person: Person) -> Sheet:
    """Opened for her: it is sealed everywhere else."""
    told = queries.description_of(person)
    names = ("gender", "age_band", "disability", "diversity") if told else ()
    rows = [(name, getattr(told, name)) for name in names if getattr(told, name)]
    return sheet("self_description", _("What I told for counting"), {"what": WORD, "said": SAID}, rows)


def consents_of(person: Person) -> Sheet:
    rows = Consent.objects.filter(person=person).order_by("given_at")
    columns = {"purpose": _("For what"), "version": _("Version"), "given": _("Given"), "withdrawn": _("Taken back")}
    found = [(str(Purpose(one.purpose).label), one.version, one.given_at, one.withdrawn_at) for one in rows]
    return sheet("consents", _("My consents"), columns, found)


def devices_of(person: Person) -> Sheet:
    """The day and the kind of device: nothing else is known."""
    rows = Session.objects.filter(person=person).order_by("started_at").values_list("started_at", "device")
    found = [(at.date(), str(DeviceKind(device).label)) for at, device in rows]
    return sheet("sessions", _("Where I am signed in"), {"day": _("Day"), "device": _("Device")}, found)


def _plain(rows: Iterable[tuple[object, object]]) -> list[tuple[str, object]]:
    """Words as words, days as days; what was never said is left out."""
    return [(str(what), said if isinstance(said, date) else str(said)) for what, said in rows if said]
