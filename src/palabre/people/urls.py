from django.urls import path

from palabre.people.views import devices, drafts, links, me, signing

app_name = "people"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/link/", links.ask_link, name="ask_link"),
    path("sign-in/link/<str:token>/", links.use_link, name="use_link"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("me/language/", me.language, name="language"),
    path("me/calendar/", me.calendar, name="calendar"),
    path("me/devices/others/departure/", devices.others, name="end_others"),
    path("me/devices/<slug:handle>/departure/", devices.one, name="end_device"),
    path("me/drafts/<slug:form>/", drafts.draft, name="draft"),
]
