from palabre.communities.forms.belonging import GrantForm, LevelForm
from palabre.communities.forms.founding import AboutForm, FoundForm
from palabre.communities.forms.inviting import InviteForm, LeaderForm, NewcomerForm

__all__ = ["AboutForm", "FoundForm", "GrantForm", "InviteForm", "LeaderForm", "LevelForm", "NewcomerForm"]
