"""Django's settings, in files by subject. Only the environment differs between two instances (config/env.py)."""

from palabre.config.settings.base import *
from palabre.config.settings.apps import *
from palabre.config.settings.database import *
from palabre.config.settings.security import *
from palabre.config.settings.mail import *
from palabre.config.settings.i18n import *
from palabre.config.settings.logging import *
