"""The application alone, loaded and served as `palabre run` does, without the worker."""

from palabre.config.env import env
from palabre.config.serving import serve_pages


def main() -> None:
    import django

    django.setup()
    from palabre.config.warming import loaded_application

    serve_pages(env(), loaded_application())


if __name__ == "__main__":
    main()
