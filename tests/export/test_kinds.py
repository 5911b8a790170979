"""Every table is in the file, or it is said why not; and every person in it on purpose."""

from django.apps import apps

from accounts.models import User
from export.file.kinds import KINDS, NAMED_PEOPLE, OF_MODEL
from export.file.shapes import leaving_columns

_ACCOUNTS = "accounts do not move: whoever runs the other site asks the first lead in"
_MADE = "made anew from the records"
_HERE = "of this installation and of nobody's words"
_PERSON = "one person's alone"
_OTHERS = "of two sides, of whom the other is not in the file"

# What is not in a file, by model, and why.
STAYS = {
    "accounts.Organisation": "in a row of its own: those that a team has to do with, by name",
    "accounts.User": "by name in a row of its own, where a page names them; " + _ACCOUNTS,
    "accounts.ServiceMembership": _ACCOUNTS,
    "accounts.OrganisationMembership": _ACCOUNTS,
    "accounts.Invitation": _ACCOUNTS,
    "accounts.LetIn": _ACCOUNTS,
    "accounts.Deletion": "asked for and agreed here: it is done here",
    "accounts.Erasure": _HERE,
    "accounts.Event": "who did what with which account: the team does not read it",
    "accounts.Notice": _PERSON,
    "accounts.Letter": _PERSON,
    "accounts.KeptPost": _PERSON,
    "accounts.FormerAddress": _HERE,
    "accounts.SignIn": _PERSON,
    "accounts.Grouping": "in a row of its own, in the file of a whole organisation",
    "accounts.Grouping_services": "with its grouping",
    "account.EmailAddress": _ACCOUNTS,
    "account.EmailConfirmation": _ACCOUNTS,
    "assessments.Draft": _PERSON,
    "assessments.Submission": _HERE,
    "assessments.Reading": _MADE,
    "auth.Group": _ACCOUNTS,
    "auth.Group_permissions": _ACCOUNTS,
    "auth.Permission": _ACCOUNTS,
    "contenttypes.ContentType": _HERE,
    "frameworks.Companion": "loaded there from its own file",
    "frameworks.Framework": "by slug, version and hash: loaded there from its own file",
    "frameworks.Level": "with its framework",
    "frameworks.LevelGloss": "with its framework",
    "frameworks.Line": "with its framework",
    "frameworks.Offer": "in a row of its own, in the file of a whole organisation",
    "frameworks.Prompt": "with its framework",
    "frameworks.Publication": "with its framework",
    "frameworks.Voice": "with its framework",
    "mfa.Authenticator": _ACCOUNTS,
    "mirror.Pair": _OTHERS,
    "mirror.Showing": _OTHERS,
    "reports.WantedPdf": _PERSON,
    "sessions.Session": _PERSON,
    "socialaccount.SocialAccount": _ACCOUNTS,
    "socialaccount.SocialApp": _HERE,
    "socialaccount.SocialToken": _ACCOUNTS,
    "sharing.ShareOpen": "who of a body opened a report when: the team reads the first day only",
    "sharing.WaitAnswer": "goes with the copy that waits, a day after it was said",
    "sharing.Waits": "said without a name, and by nobody who can be told from another",
}


def every_model():
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and model._meta.managed:
            yield model


def test_every_table_leaves_or_stays_for_a_reason():
    tables = {model._meta.label for model in every_model()}
    leave = {kind.model._meta.label for kind in KINDS}
    assert leave | set(STAYS) == tables
    assert not leave & set(STAYS)
    assert all(STAYS.values())


def test_kinds_come_after_what_they_lead_to():
    """But for what may lead to nothing, such as the report that one is begun from."""
    order = [kind.model for kind in KINDS]
    for kind in KINDS:
        for field in kind.model._meta.concrete_fields:
            if field.related_model in OF_MODEL and not field.null:
                assert order.index(field.related_model) < order.index(kind.model), kind.name


def test_nobody_is_named_of_whom_no_page_tells():
    named = set()
    for kind in KINDS:
        for name, field in leaving_columns(kind).items():
            if field.related_model is User:
                named.add((kind.model, name))
    assert named == NAMED_PEOPLE
