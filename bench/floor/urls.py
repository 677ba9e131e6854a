"""Where they are."""

from django.urls import path

from bench.floor.views import bare, enter, fifty

urlpatterns = [
    path("bare/", bare, name="bare"),
    path("enter/", enter, name="enter"),
    path("fifty/", fifty, name="fifty"),
]
