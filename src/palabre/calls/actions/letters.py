"""Everybody gets an answer: prepared in her language, read over, sent when the coordination says so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.models import Application, Call, Letter, LetterText
from palabre.calls.queries.letters import body_for, last_feedback, text_for, texts_of, unprepared
from palabre.calls.rules.accepting import (
    can_edit_letter,
    can_prepare_letters,
    can_send_letter,
    says_the_last,
)
from palabre.calls.rules.apart import tied_in
from palabre.calls.rules.publishing import LETTER_FOR
from palabre.calls.wording import LETTERS
from palabre.communities.rules import fresh
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.languages.actions import forget_halves, write_half
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.queries import other
from palabre.people.models import Person

LONGEST_TEXT, LONGEST_BODY = 6000, 12_000
TWO_WRITERS = no(_("Somebody else changed this letter while you were writing. Theirs stands below yours."))
EMPTY = no(_("A letter needs words. Please write something here."))
NONE_WAITS = no(_("No letter waits to be sent. Prepare the letters first."))


def write_letter_text(*, actor: Person, call: Call, outcome: str, texts: Mapping[str, str]) -> LetterText | None:
    """What the call writes to everybody with this outcome, `{"fr": …, "en": …}`. Empty in a language: our words.

    Letters that are prepared already keep theirs. Raises Refused.
    """
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_prepare_letters(fresh(actor), call))
        if outcome not in LETTERS:
            raise Refused(no(_("There is nothing here.")))
        said = {language: _checked(texts.get(language, ""), f"text_{language}", LONGEST_TEXT) for language in LANGUAGES}
        row = LetterText.objects.select_for_update().filter(call=call, outcome=outcome).first()
        if not any(said.values()):
            if row is not None:
                forget_halves(thing=row)
                row.delete()
            tell("calls.letter_text_written", actor.pk, call, "call", call.pk, outcome=outcome)
            return None
        row = _written(actor, call, outcome, said, row)
        tell("calls.letter_text_written", actor.pk, call, "call", call.pk, outcome=outcome)
    return row


def _written(actor: Person, call: Call, outcome: str, said: Mapping[str, str], row: LetterText | None) -> LetterText:
    """The coordination's own language first, if it said something in it; the other one is its half."""
    source = row.source_language if row else call.community.source_language
    row = row or LetterText(call=call, outcome=outcome, source_language=source)
    row.text = said[source]
    row.save()
    write_half(
        actor_id=actor.pk, thing=row, field="text", language=other(source), text=said[other(source)],
        state=HalfState.APPROVED, community_id=call.community_id,
    )  # fmt: skip
    return row


def prepare_letters(*, actor: Person, call: Call) -> int:
    """A letter for everybody who is owed one, none of them sent; gives how many, but those to whom she is tied.

    Raises Refused.
    """
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_prepare_letters(fresh(actor), call))
        owed = list(unprepared(call).order_by("pk"))
        texts, feedback = texts_of(call), last_feedback(call)
        letters = [_letter(actor, one, text_for(texts, LETTER_FOR[one.state], one.language), feedback) for one in owed]
        Letter.objects.bulk_create(letters)
        tell("calls.letters_prepared", actor.pk, call, "call", call.pk, number=len(letters))
        tied = tied_in(actor, call)
    return sum(one.application_id not in tied for one in letters)


def _letter(actor: Person, application: Application, text: str, feedback: Mapping[int, str]) -> Letter:
    return Letter(
        application=application,
        outcome=LETTER_FOR[application.state],
        language=application.language,
        body=body_for(application, text, feedback.get(application.pk, "")),
        prepared_by=actor,
    )


def edit_letter(*, actor: Person, letter: Letter, body: str, seen: int | None = None) -> Letter:
    """Other words for one person, before it is sent. `seen`: the version that was read. Raises Refused, Clash."""
    with transaction.atomic():
        letter = _locked(letter)
        require(can_edit_letter(fresh(actor), letter))
        if seen is not None and seen != letter.version:
            raise Clash(TWO_WRITERS, letter)
        letter.body = _checked(body, "body", LONGEST_BODY)
        if not letter.body:
            raise Refused(EMPTY, "body")
        letter.version, letter.prepared_by = letter.version + 1, actor
        letter.save(update_fields=["body", "version", "prepared_by"])
        tell("calls.letter_edited", actor.pk, letter.application.call, "letter", letter.pk)
    return letter


def send_letter(*, actor: Person, letter: Letter) -> Letter:
    """To one person, once. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        letter = _locked(letter)
        require(can_send_letter(actor, letter))
        _send(actor, letter)
    return letter


def send_letters(*, actor: Person, call: Call) -> int:
    """Every letter that waits and says what was decided last; gives how many left, but those to whom she is tied.

    Those leave with the others: they were written without her. Raises Refused.
    """
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_prepare_letters(fresh(actor), call))
        waiting = Letter.objects.filter(application__call=call, sent_at=None).order_by("application_id")
        tied, sent = tied_in(actor, call), 0
        for key in list(waiting.values_list("pk", flat=True)):
            letter = _locked(Letter(pk=key))
            if letter.sent_at is None and says_the_last(letter):
                _send(actor, letter)
                sent += letter.application_id not in tied
        if not sent and not tied:
            raise Refused(NONE_WAITS)
    return sent


def _send(actor: Person, letter: Letter) -> None:
    letter.sent_at, letter.sent_by = timezone.now(), actor
    letter.save(update_fields=["sent_at", "sent_by"])
    tell("calls.letter_sent", actor.pk, letter.application.call, "letter", letter.pk)


def _locked(letter: Letter) -> Letter:
    """The application first, as everywhere; then its letter."""
    rows = Letter.objects.select_related("application__call__community")
    holder = Letter.objects.filter(pk=letter.pk).values("application_id")
    Application.objects.select_for_update().filter(pk__in=holder).first()
    found = rows.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if found is None:
        raise Refused(no(_("This letter is not there any more: something else was decided since.")))
    return found


def _checked(text: str, field: str, longest: int) -> str:
    text = clean(text)
    if len(text) > longest:
        raise Refused(no(_("%(most)s characters at most. Please shorten the text.") % {"most": longest}), field)
    return text
