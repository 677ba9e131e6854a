from palabre.people.forms.profile import LanguageForm, PasswordForm, ProfileForm, profile_of
from palabre.people.forms.signing import (
    AskLinkForm,
    NewPasswordForm,
    PasswordField,
    SignInForm,
    UseLinkForm,
    device_field,
)

__all__ = [
    "AskLinkForm",
    "LanguageForm",
    "NewPasswordForm",
    "PasswordField",
    "PasswordForm",
    "ProfileForm",
    "SignInForm",
    "UseLinkForm",
    "device_field",
    "profile_of",
]
