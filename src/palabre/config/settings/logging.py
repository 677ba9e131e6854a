"""One line per event on standard error; never a person's words (config/logs.py)."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "palabre.config.logs.Discreet"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "palabre": {"handlers": ["lines"], "level": "INFO", "propagate": False},
        # a 404 is the answer to whoever guesses; a line for each would fill the disk
        "django.request": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
    },
}
