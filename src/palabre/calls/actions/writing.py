"""A call is begun from a pattern, then written in both languages; the other half waits for somebody else's approval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.life import locked, tell
from palabre.calls.actions.pattern import fill
from palabre.calls.models import Call
from palabre.calls.rules.calls import can_approve_call, can_begin_call, can_edit_call, can_translate_call
from palabre.calls.rules.parts import parts_of
from palabre.charter.queries.writing import theirs_to_approve, waiting, waiting_seal
from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.kit.dates import known_zone
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import YES, Clash, Refused, Verdict, no, require
from palabre.languages.actions import approve_half, write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves, other
from palabre.people.models import Person

Texts = Mapping[str, Mapping[str, str]]
"""`{"title": {"fr": …, "en": …}}`."""
LONGEST = {"title": 200, "text": 12_000, "commitment": 4000, "capacity": 2000, "ai_notice": 4000}
MOST_PLACES, MOST_REVIEWS, MOST_CALLS = 500, 9, 40
TWO_WRITERS = no(_("Somebody else changed this call while you were writing. Theirs stands below yours."))
ENDS_FIRST = no(_("The closing comes before the opening. Choose a later moment."))
CHANGED = no(_("A text has changed since you read this page. Read it again before you approve."))
OWN_WORDS = no(_("Somebody else than the person who translated must approve."))
NOTHING_WAITS = no(_("There is no translation to approve yet."))
NO_ZONE = no(_("Choose one of the cities of the list."))


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything of a call that is not words: its moments (UTC), its places, how it is read."""

    opens_at: datetime
    closes_at: datetime
    zone: str
    places: int
    languages: tuple[str, ...] = LANGUAGES
    listed: bool = False
    blind: bool = True
    with_interviews: bool = True
    reviews_needed: int = 2
    themes_asked: int = 2


def begin_call(
    *,
    actor: Person,
    community: Community,
    opens_at: datetime,
    closes_at: datetime,
    zone: str,
    places: int,
    language: str,
) -> Call:
    """A draft in both languages, made from the pattern; at high risk it stands in no list. Raises Refused."""
    with transaction.atomic():
        community = Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
        require(can_begin_call(fresh(actor), community))
        if Call.objects.filter(community=community).count() >= MOST_CALLS:
            raise Refused(no(_("A community has %(most)s calls at most.") % {"most": MOST_CALLS}))
        frame = Frame(opens_at, closes_at, zone, places, listed=community.risk != RiskProfile.HIGH)
        _check(frame)
        call = Call(community=community, created_by=actor, source_language=_language(language))
        _set(call, frame)
        fill(call=call)
        tell("calls.begun", actor, call)
    return call


def write_call(*, actor: Person, call: Call, texts: Texts, seen: int | None = None) -> Call:
    """The texts of the call itself; whoever translates may change only the other half.

    `seen` is the version that the writer had before her: another one raises Clash and writes nothing.
    """
    with transaction.atomic():
        call = locked(call)
        require(can_translate_call(fresh(actor), call))
        _same(call, seen)
        write_words(by=actor, call=call, thing=call, texts=texts, longest=LONGEST, needed=("title", "text"))
        call.version += 1
        call.save(update_fields=["version"])
        tell("calls.written", actor, call, version=call.version)
    return call


def frame_call(*, actor: Person, call: Call, frame: Frame, seen: int | None = None) -> Call:
    """Dates, places, languages, and how applications are read. Raises Refused; Clash as `write_call`."""
    with transaction.atomic():
        call = locked(call)
        require(can_edit_call(fresh(actor), call))
        _same(call, seen)
        _check(frame)
        call.version += 1
        _set(call, frame)
        call.save(update_fields=[*Frame.__dataclass_fields__, "version"])
        tell("calls.framed", actor, call, version=call.version, opens=call.opens_at, closes=call.closes_at)
    return call


def approve_call(*, actor: Person, call: Call, seen: str | None = None) -> int:
    """Approve what somebody else translated, of the call and all its parts; gives how many texts. Raises Refused.

    `seen` is `waiting_seal` of the whole as the reader read it. What the actor wrote herself waits for somebody else.
    """
    with transaction.atomic():
        call = locked(call)
        require(can_approve_call(fresh(actor), call))
        things = parts_of(call).things(call)
        load_halves(things)
        if seen is not None and seen != waiting_seal(things):
            raise Clash(CHANGED, call)
        theirs = theirs_to_approve(actor, things)
        if not theirs:
            raise Refused(OWN_WORDS if waiting(things) else NOTHING_WAITS)
        for thing, half in theirs:
            approve_half(
                actor_id=actor.pk, thing=thing, field=half.field, language=half.language, version=half.version,
                community_id=call.community_id,
            )  # fmt: skip
        tell("calls.approved", actor, call, number=len(theirs))
    return len(theirs)


def write_words(
    *, by: Person, call: Call, thing: Translatable, texts: Texts, longest: Mapping[str, int], needed: tuple[str, ...]
) -> None:
    """The words of a call or of a part of it, for a caller that holds the call and has asked its rule."""
    source = thing.source_language
    said = {name: checked(name, halves, source, longest, needed) for name, halves in texts.items() if source in halves}
    if any(getattr(thing, name) != text for name, text in said.items()):
        require(_may_write_source(by, call), f"{next(iter(said))}_{source}")
        for name, text in said.items():
            setattr(thing, name, text)
        thing.save(update_fields=list(said))
    language = other(source)
    for name, halves in texts.items():
        if language in halves:
            write_half(
                actor_id=by.pk, thing=thing, field=name, language=language,
                text=checked(name, halves, language, longest, ()), state=HalfState.IN_REVIEW,
                community_id=call.community_id,
            )  # fmt: skip


def checked(
    name: str, halves: Mapping[str, str], language: str, longest: Mapping[str, int], needed: tuple[str, ...]
) -> str:
    """One text, cleaned; on one line where it is a title. Raises Refused beside its field."""
    text = one_line(halves[language]) if longest[name] <= 300 else clean(halves[language])
    if not text and name in needed:
        raise Refused(no(_("Please fill in this field.")), f"{name}_{language}")
    if len(text) > longest[name]:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": longest[name]}
        raise Refused(no(sentence), f"{name}_{language}")
    return text


def _may_write_source(actor: Person, call: Call) -> Verdict:
    if can_edit_call(actor, call):
        return YES
    return no(_("Translation writes the other language; the coordination writes this one."))


def _same(call: Call, seen: int | None) -> None:
    if seen is not None and seen != call.version:
        raise Clash(TWO_WRITERS, call)


def _check(frame: Frame) -> None:
    """What no form need have looked at. Raises Refused beside its field."""
    if not known_zone(frame.zone):
        raise Refused(NO_ZONE, "zone")
    if frame.closes_at <= frame.opens_at:
        raise Refused(ENDS_FIRST, "closes_on")
    if not frame.languages or not set(frame.languages) <= set(LANGUAGES):
        raise Refused(no(_("Choose at least one language.")), "languages")
    for field, least, most in (
        ("places", 1, MOST_PLACES),
        ("reviews_needed", 2, MOST_REVIEWS),
        ("themes_asked", 1, 12),
    ):
        if not least <= getattr(frame, field) <= most:
            sentence = _("Choose a number between %(least)s and %(most)s.") % {"least": least, "most": most}
            raise Refused(no(sentence), field)


def _set(call: Call, frame: Frame) -> None:
    for name in Frame.__dataclass_fields__:
        if name != "languages":
            setattr(call, name, getattr(frame, name))
    call.languages = ",".join(one for one in LANGUAGES if one in frame.languages)


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Refused(no(_("Choose one of the two languages.")), "language")
    return code
