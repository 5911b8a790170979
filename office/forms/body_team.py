"""A team of a commissioning body."""

from django.utils.translation import gettext_lazy as _

from office.forms.organisation import NameField
from pages.forms.fields import OneOfTwo, OurForm

MYSELF = "me"


class BodyTeamForm(OurForm):
    """What the team is called, and whether who makes it is in it."""

    name = NameField(
        label=_("What is the team called?"),
        help_text=_("Such as “Housing commissioning”. Services that you link with read it."),
        required=True,
        error_messages={"required": _("Type a name.")},
    )
    inside = OneOfTwo(
        label=_("Who looks after it?"),
        choices=[(MYSELF, _("I do: I am in this team")), ("other", _("Somebody I ask in next"))],
    )
