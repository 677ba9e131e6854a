"""The one register that the modules of this folder add to; `templatetags/kit.py` shows it to Django."""

from django import template

register = template.Library()
