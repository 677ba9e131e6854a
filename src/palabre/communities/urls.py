from django.urls import path

from palabre.communities.views import about, children, departure, instance, invitations, joining, members, roles, tree

app_name = "communities"
ONE = "c/<rid:community_id>/"

urlpatterns = [
    path("communities/", tree.communities, name="list"),
    path(f"{ONE}members/", members.members, name="members"),
    path(f"{ONE}members/<rid:membership_id>/", members.level, name="level"),
    path(f"{ONE}invitations/", invitations.invitations, name="invitations"),
    path(f"{ONE}invitations/<rid:invitation_id>/withdrawal/", invitations.withdrawal, name="withdraw_invitation"),
    path(f"{ONE}roles/", roles.roles, name="roles"),
    path(f"{ONE}roles/<rid:grant_id>/end/", roles.end, name="end_role"),
    path(f"{ONE}successor/", roles.successor, name="successor"),
    path(f"{ONE}about/", about.about, name="about"),
    path(f"{ONE}communities/", children.children, name="children"),
    path(f"{ONE}communities/<rid:child_id>/invitation/", children.invitation, name="child_invitation"),
    path(f"{ONE}departure/", departure.departure, name="departure"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("instance/", instance.instance, name="instance"),
    path("instance/<rid:child_id>/invitation/", instance.invitation, name="instance_invitation"),
]
