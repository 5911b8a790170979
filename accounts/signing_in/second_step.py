"""A second step when signing in: of whom it is asked, and until when not.

It is an app's code, a passkey, or one of ten codes on paper, which are for whoever has no phone.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import kept_posts
from accounts.actions import log, write_letter
from accounts.models import Organisation, OrganisationMembership, ServiceMembership, User
from pages.forms import submission

# In a session: a second step is asked for before anything else. Worked out when somebody signs in.
DUE = "second_step_due"
BEFORE = "before_second_step"  # in the session: what was opened, or sent, while one was due


def has_one(user: User) -> bool:
    """Say whether somebody has chosen a second step, codes on paper that are used up among them."""
    return bool(Authenticator.objects.filter(user=user).exists())


def can_take_one(user: User, *, without: Authenticator | None = None) -> bool:
    """Say whether any second step of somebody still opens: of codes on paper one is left."""
    steps = Authenticator.objects.filter(user=user)
    if without is not None:
        steps = steps.exclude(pk=without.pk)
    return any(step.type != Authenticator.Type.RECOVERY_CODES or codes_left(step) for step in steps)


def codes_left(paper: Authenticator) -> int:
    return len(paper.wrap().get_unused_codes())


def is_due(user: User) -> bool:
    """Say whether somebody who comes in has to choose a second step before anything else.

    It is asked of them and they have none; or they came in by their last code on paper, and could
    not come in once more.
    """
    return (must_have_one(user) or has_one(user)) and not can_take_one(user)


def must_have_one(user: User) -> bool:
    """Say whether it is asked of somebody.

    Of who runs the site, of who leads an organisation that runs services, and of everybody whose
    organisation or body wants it so; of nobody in a try-out (`settings.SECOND_STEP`). Who leads a
    body reads what was sent to it at once, and chooses one to run it (office/views/reach.py).
    """
    if not settings.SECOND_STEP:
        return False
    if user.is_staff or user.is_superuser:
        return True
    memberships = OrganisationMembership.objects.live().filter(user=user)
    leads = Q(role="lead", organisation__kind=Organisation.Kind.PROVIDER)
    if memberships.filter(leads | Q(organisation__second_step=True)).exists():
        return True
    teams = ServiceMembership.objects.live().filter(user=user)
    return teams.filter(service__organisation__second_step=True).exists()


def forget_steps(person: User, *, by: User | None) -> bool:
    """Take every second step of somebody away, who has lost them all; tell them so.

    Says whether there was one. They choose a new one when they sign in next, if one is asked of
    them. `by`: who runs the site; None on its machine.
    """
    with transaction.atomic():
        if not Authenticator.objects.filter(user=person).delete()[0]:
            return False
        person.sign_ins_since = timezone.now()
        person.save(update_fields=["sign_ins_since"])
        log("person_second_step_forgotten", by=by, object_id=person.pk)
        details = {"what": "second_step_forgotten", "at": timezone.now().isoformat()}
        write_letter("account_changed", user=person, details=details)
    return True


@transaction.atomic
def want_second_step(place: Organisation, *, is_wanted: bool, by: User) -> None:
    others = Organisation.objects.filter(pk=place.pk, second_step=not is_wanted)
    if others.update(second_step=is_wanted):
        act = "second_step_wanted" if is_wanted else "second_step_not_wanted"
        log(act, by=by, object_id=place.pk, organisation=place)


def choose_first(request: HttpRequest, person: User) -> HttpResponse:
    """Lead to the page of second steps; tell a script in its own language.

    What was typed is kept, and the way back stands in the session: to that, else to the last page
    that was opened.
    """
    if submission.wants_json(request):
        words = _("Choose a second step first.")
        return submission.tell_script(words, sign_in=reverse("mfa_index"))
    a_form_waits = request.session.get(BEFORE, "").endswith(kept_posts.ASKED)
    path, home = request.get_full_path(), str(settings.LOGIN_REDIRECT_URL)
    if kept_posts.can_be_kept(request):
        row = kept_posts.keep(request, by=person)
        request.session[BEFORE] = reverse("kept-post", args=[row.pk]) + kept_posts.ASKED
    elif request.method in {"GET", "HEAD"} and not a_form_waits and path != home:
        request.session[BEFORE] = path
    return redirect("mfa_index")
