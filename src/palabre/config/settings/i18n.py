"""Languages and time."""

from django.utils.translation import gettext_lazy as _

from palabre.config.settings.base import ENV, HERE

LANGUAGE_CODE = "en"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = ENV.time_zone
