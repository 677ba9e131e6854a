"""Coming in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from palabre.kit.forms import EmailField, PalabreForm, Pick
from palabre.people.choices import PASSWORD_MAX, DeviceKind, LinkPurpose

LONG_ENOUGH = _("At least 12 characters, any of them. A sentence works well.")


class PasswordField(forms.CharField):
    """Never cleaned, cut or shown again; password managers and pasting are welcome."""

    def __init__(self, *, new: bool = False, **wanted: Any) -> None:
        kind = "new-password" if new else "current-password"
        wanted.setdefault("label", _("Password"))
        super().__init__(
            strip=False,
            max_length=4 * PASSWORD_MAX,
            widget=forms.PasswordInput(attrs={"autocomplete": kind}),
            error_messages={"required": _("Please write a password.")},
            **wanted,
        )
        self.widget.attrs.pop("maxlength", None)


def device_field() -> Pick:
    """Shared is chosen beforehand: forgetting to answer is the safe answer."""
    return Pick(
        label=_("This device is"),
        choices=DeviceKind.choices,
        initial=DeviceKind.SHARED,
        help_text=_("Shared: nothing is kept, the session closes after 15 minutes without a gesture."),
    )


class SignInForm(PalabreForm):
    email = EmailField(label=_("E-mail address"))
    password = PasswordField()
    device = device_field()

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.fields["email"].widget.attrs["autocomplete"] = "username"


class AskLinkForm(PalabreForm):
    email = EmailField(label=_("E-mail address"))
    purpose = Pick(
        label=_("The link is for"),
        choices=[(LinkPurpose.SIGN_IN, _("signing in once")), (LinkPurpose.NEW_PASSWORD, _("choosing a new password"))],
        initial=LinkPurpose.SIGN_IN,
    )


class UseLinkForm(PalabreForm):
    device = device_field()


class NewPasswordForm(PalabreForm):
    password = PasswordField(new=True, label=_("New password"), help_text=LONG_ENOUGH)
    device = device_field()
