"""Opening one's locked account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import EmailField, Line, PalabreForm
from palabre.people.forms.signing import PasswordField


class OpeningForm(PalabreForm):
    email = EmailField(label=_("E-mail address"))
    password = PasswordField()
    code = Line(
        label=_("Code of the second factor"),
        required=False,
        max_length=40,
        help_text=_("From your code generator or from your printed sheet. Leave it empty if you never had one."),
    )

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["email"].widget.attrs["autocomplete"] = "username"
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}
