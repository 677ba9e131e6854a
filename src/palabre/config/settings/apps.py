"""The rooms, what a request passes through, and how templates are found."""

ROOMS = [
    "palabre.kit",
    "palabre.journal",
    "palabre.files",
    "palabre.languages",
    "palabre.people",
    "palabre.communities",
    "palabre.commitments",
    "palabre.charter",
    "palabre.decisions",
    "palabre.groups",
    "palabre.money",
    "palabre.calls",
    "palabre.meetings",
    "palabre.notices",
    "palabre.exchange",
    "palabre.desk",
    "palabre.public",
    "palabre.demo",
    "palabre.config",
]
# auth cannot be imported without contenttypes; of both we use no table (docs/decisions/0002)
DJANGO = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [*DJANGO, "django_htmx", *ROOMS]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "palabre.kit.middleware.SafeHeaders",
    "palabre.kit.middleware.Arrival",
    "palabre.kit.onion.PlainCookies",
    "palabre.kit.middleware.StaticFiles",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "palabre.kit.middleware.FormGuard",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "palabre.communities.middleware.RiskLimit",
    "palabre.people.middleware.ReaderLanguage",
    "django_htmx.middleware.HtmxMiddleware",
    "palabre.people.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "palabre.journal.middleware.OnceMiddleware",
    "palabre.journal.middleware.DenialMiddleware",
    "palabre.communities.middleware.Protect",
    "palabre.communities.middleware.CurrentCommunity",
]
MESSAGE_STORAGE = "palabre.kit.said.Said"

# The loaders are written out so that fragments (`page.html#membership`) work without installing the app of
# django-template-partials, which imports Django's admin.
_FINDERS = ["django.template.loaders.app_directories.Loader"]
_LOADERS = [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _FINDERS)])]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS,
            "libraries": {"partials": "template_partials.templatetags.partials"},
            "builtins": [
                "template_partials.templatetags.partials",
                "palabre.kit.templatetags.kit",
                "palabre.languages.templatetags.languages",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "palabre.communities.context.community",
                "palabre.communities.context.reminder",
            ],
        },
    }
]
