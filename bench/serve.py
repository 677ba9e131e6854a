"""The application alone, as `palabre run` serves it, without the worker."""

from palabre.config.env import env
from palabre.config.serving import serve_pages
from palabre.config.wsgi import application

if __name__ == "__main__":
    serve_pages(env(), application)
