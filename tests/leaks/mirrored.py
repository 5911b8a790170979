"""A body's own team, linked with a service: both have shown, so there is something to leak."""

from django.utils import timezone

from accounts.actions import join, make_body_team
from accounts.models import Organisation, Service
from assessments.actions import finish, start
from mirror import actions
from mirror.selectors import latest_closure
from tests.factories import UserFactory


def link(target) -> None:
    """Link a canary team with a team of its body, in which none of the actors is."""
    service = Service.objects.get(slug=target.slug)
    manager = service.memberships.filter(role="manager", ended_on=None).first().user
    body = Organisation.objects.get(slug__in=target.names, kind="commissioner")
    by = UserFactory(email=f"for.{body.slug}@example.org", display_name=f"For {body.name}")
    team = make_body_team(body=body, name=f"{body.name} itself", by=None)
    # As every address here: a redirect to signing in repeats it, and no name stands in it.
    team.slug = f"{body.slug}-itself"
    team.save(update_fields=["slug"])
    join(user=by, place=team, role="manager", by=None)
    framework = service.assessments.finished().latest("held_on").framework
    talk = start(service=team, framework=framework, length="themes", by=by)
    closure = finish(talk, by=by, at=timezone.now())
    pair = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    actions.agree_to_link(pair, team=team, by=by)
    ours = latest_closure(service, framework.slug)
    actions.show(pair, team=service, closure=ours, by=manager)
    actions.show(pair, team=team, closure=closure, by=by)
    target.things["mirror"] = (service.slug, str(pair.pk))
    target.things["mirror from the body"] = (team.slug, str(pair.pk))
    target.things["body team"] = (team.slug,)
    target.things["body and its team"] = (body.slug, team.slug)
