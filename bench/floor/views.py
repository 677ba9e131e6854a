"""Three pages: one query and nothing else; a door; and 50 posts for whoever has come in through it."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bench.floor.models import Post


def bare(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


def enter(request: HttpRequest) -> HttpResponse:
    """Signs in for real: a row of the session table, a cookie, and the person read again for each page."""
    login(request, User.objects.get(username="bench"))
    return redirect("/fifty/")


@login_required
def fifty(request: HttpRequest) -> HttpResponse:
    posts = Post.objects.select_related("author").order_by("-at")[:50]
    return render(request, "floor/fifty.html", {"posts": posts})
