"""The addresses of the room, in the order of a meeting's life."""

from palabre.meetings.urls import after, attendance, minutes, planning

app_name = "meetings"
urlpatterns = [*planning.urlpatterns, *attendance.urlpatterns, *after.urlpatterns, *minutes.urlpatterns]
