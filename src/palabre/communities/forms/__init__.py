from palabre.communities.forms.belonging import GrantForm, LevelForm
from palabre.communities.forms.founding import AboutForm, FoundForm, ProposeForm
from palabre.communities.forms.inviting import InviteForm, LeaderForm, NewcomerForm
from palabre.communities.forms.joining import (
    CountryForm,
    JoinForm,
    LinkForm,
    MovingForm,
    QuestionForm,
    ReplyForm,
)
from palabre.communities.forms.lists import (
    ExportForm,
    ImportForm,
)
from palabre.communities.forms.organisations import (
    PartForm,
    PlaceForm,
    RepresentativeForm,
)
from palabre.communities.forms.roles import UntilForm
from palabre.communities.forms.settling import MoveForm, ProtectionForm, SettingsForm, StepForm, settings_start
from palabre.communities.forms.suspending import (
    AppealForm,
    DecisionForm,
    SuspendForm,
)

__all__ = [
    "AboutForm",
    "AppealForm",
    "CountryForm",
    "DecisionForm",
    "ExportForm",
    "FoundForm",
    "GrantForm",
    "ImportForm",
    "InviteForm",
    "JoinForm",
    "LeaderForm",
    "LevelForm",
    "LinkForm",
    "MoveForm",
    "MovingForm",
    "NewcomerForm",
    "PartForm",
    "PlaceForm",
    "ProposeForm",
    "ProtectionForm",
    "QuestionForm",
    "ReplyForm",
    "RepresentativeForm",
    "SettingsForm",
    "StepForm",
    "SuspendForm",
    "UntilForm",
    "settings_start",
]
