"""Why something kept has to be put right."""

from django.utils.translation import gettext_lazy as _

from pages.forms.fields import OurForm, WordsField


class ReasonForm(OurForm):
    """One box: what needs putting right."""

    reason = WordsField(
        label=_("What needs putting right?"),
        help_text=_("A line is plenty. It stands beside the record, for the team."),
        required=True,
        error_messages={"required": _("Say what needs putting right, in a line.")},
        rows=2,
    )
