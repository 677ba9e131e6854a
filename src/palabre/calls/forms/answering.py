"""The call's own questions as fields: lines, texts, numbers, choices, files."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import QuestionKind
from palabre.calls.forms.drafts import DraftForm
from palabre.calls.queries.paper import Asked, Part
from palabre.files.checks import accepted
from palabre.files.choices import Kind
from palabre.kit.forms import Line, LongText, PalabreForm, Pick, PickMany
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words

FILES = (Kind.PDF, Kind.DOCX, Kind.ODT, Kind.IMAGE, Kind.TEXT)
_GAPS = re.compile("[\\s\u00a0\u202f'\u2019]")
_NUMBER = re.compile(r"-?\d{1,10}(?:[.,]\d{1,2})?")
_TWO_WAYS = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+")


class NumberField(forms.Field):
    """A number as people write it: a comma or a point before the decimals, spaces between thousands."""

    default_error_messages = {
        "invalid": _("Write a number in figures, such as 12 or 12.5; two figures after the sign at most."),
        "two_ways": _("This can be read in two ways. Write it without thousands signs, such as 1250 or 1.25."),
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})

    def __init__(self, *, least: Decimal | None, most: Decimal | None, **wanted: Any) -> None:
        super().__init__(**wanted)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> Decimal | None:
        said = _GAPS.sub("", str(value or ""))
        if not said:
            return None
        if _TWO_WAYS.fullmatch(said):
            raise ValidationError(self.error_messages["two_ways"], code="two_ways")
        if not _NUMBER.fullmatch(said):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(said.replace(",", "."))

    def validate(self, value: Any) -> None:
        if value is not None and self.least is not None and value < self.least:
            raise ValidationError(format_lazy(_("Not less than {number}."), number=figure(self.least)), code="least")
        if value is not None and self.most is not None and value > self.most:
            raise ValidationError(format_lazy(_("Not more than {number}."), number=figure(self.most)), code="most")


def figure(number: Decimal) -> str:
    plain = f"{number.normalize():f}"
    return plain.replace(".", ",") if page_language() == "fr" else plain


class QuestionsForm(DraftForm):
    """Some questions of the call."""

    def __init__(self, *args: Any, part: Part, language: str, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.part = part
        for one in part.open:
            self.fields[one.key] = _field(one, language)

    def answers(self) -> dict[int, Any]:
        """By the key of the question: a text, a number, or the keys of the choices."""
        keys = {option.public_id: option.pk for one in self.part.open for option in one.options}
        found: dict[int, Any] = {}
        for one in self.part.open:
            said = self.cleaned_data.get(one.key)
            if one.question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
                chosen = [said] if isinstance(said, str) else said or []
                said = frozenset(keys[key] for key in chosen if key)
            found[one.question.pk] = said
        return found


def _field(one: Asked, language: str) -> forms.Field:
    """The field of a question, in the words of the call."""
    question, tongue = one.question, page_language()
    label, told = best_words(question, "label", tongue), best_words(question, "help", tongue)
    common: dict[str, Any] = {"label": label.text, "required": question.required, "help_text": told.text}
    if question.kind == QuestionKind.NUMBER:
        return NumberField(least=question.least, most=question.most, **common)
    if question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        named = [(option.public_id, best_words(option, "label", tongue).text) for option in one.options]
        none = [] if question.required else [("", _("no answer"))]
        many = question.kind == QuestionKind.CHOICES
        return PickMany(choices=named, **common) if many else Pick(choices=[*named, *none], **common)
    common["help_text"] = " ".join(part for part in (told.text, _counted(one)) if part)
    if question.kind == QuestionKind.LINE:
        return Line(max_length=question.longest, lang=_apart(language), **common)
    rows = 6 if question.longest <= 1500 else 12
    return LongText(rows=rows, max_length=question.longest, lang=_apart(language), **common)


def _counted(one: Asked) -> str:
    """How many characters fit, and how many are there."""
    most, there = grouped(one.question.longest), len(one.answer.text) if one.answer else 0
    if not there:
        return gettext("%(most)s characters at most.") % {"most": most}
    return gettext("%(most)s characters at most; %(there)s are saved.") % {"most": most, "there": grouped(there)}


def grouped(number: int) -> str:
    """20 000 in French, 20,000 in English."""
    return f"{number:,}".replace(",", "\u202f" if page_language() == "fr" else ",")


def _apart(language: str) -> str:
    return language if language != page_language() else ""


class FileForm(PalabreForm):
    file = forms.FileField(label=_("File"), max_length=200)

    def __init__(self, *args: Any, one: Asked, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        label, told = (best_words(one.question, name, page_language()) for name in ("label", "help"))
        self.fields["file"].label, self.fields["file"].help_text = label.text, told.text
        self.fields["file"].widget.attrs["accept"] = accepted(FILES)
