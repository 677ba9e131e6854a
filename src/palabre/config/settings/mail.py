"""Outgoing mail."""

from palabre.config.mailing import mail_settings
from palabre.config.settings.base import DATA, ENV

globals().update(mail_settings(ENV.email_url, DATA))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
# Error mails would carry content out of the house; errors go to the log with a reference.
ADMINS: list[tuple[str, str]] = []
