"""What a server calls. An unsafe configuration is refused here too, whichever server it is."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palabre.config.settings")
application = get_wsgi_application()

from palabre.config.checks import refuse_unsafe  # noqa: E402 (the settings must be there first)

refuse_unsafe()
