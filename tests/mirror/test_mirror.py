"""Linked by both, shown by both, one pair on a page; ended by either."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Event, Notice, Service
from accounts.selectors import notices_for
from assessments import actions as talks
from assessments import selectors as rows
from assessments.actions import Refused
from assessments.models import Ask, Assessment
from home.actions import tell_days
from mirror import actions, selectors
from mirror.models import Pair, Showing
from pages.database.at_once import Stale
from tests.factories import OrganisationMembershipFactory
from tests.mirror.conftest import OURS, SECRET, THEIRS, talk
from tests.people import in_organisation, in_team


def page(team, pair=None, act=""):
    name = f"mirror-{act or 'pair'}" if pair else "mirror"
    return reverse(name, args=[team.slug, *([pair.pk] if pair else [])])


def text_of(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, (person, address, answer.status_code)
    return answer.content.decode()


def open_it(pair, ours, theirs, manager, body_manager, **how):
    actions.show(pair, team=pair.service, closure=ours, by=manager, **how)
    actions.show(pair, team=pair.body_team, closure=theirs, by=body_manager)


def test_service_asks_and_the_body_links_on_its_pages(
    client, framework, service, manager, body, body_team, body_manager
):
    client.force_login(manager)
    assert "Ask a body to link" in text_of(client, manager, page(service))
    answer = client.post(page(service), {"body": str(body.pk)})
    pair = Pair.objects.get()
    assert answer.url == page(service, pair)
    assert client.post(page(service), {"body": str(body.pk)}).url == page(service, pair)
    words = text_of(client, manager, page(service))
    assert "Linked, asked, or over" in words
    assert "Ask a body to link" not in words
    refused = client.post(page(service), {})
    assert refused.status_code == 422
    assert str(body.pk) not in refused.content.decode()  # none that was asked is offered
    assert not pair.is_agreed
    assert Notice.objects.filter(user=body_manager, kind="mirror_asked").exists()
    assert service.name in text_of(client, body_manager, page(body_team))
    assert service.name in text_of(client, body_manager, page(body_team, pair))
    assert client.post(page(body_team, pair, "agree")).url == page(body_team, pair)
    pair.refresh_from_db()
    assert pair.body_team == body_team
    assert "Linked since" in text_of(client, manager, page(service, pair))
    assert "Nobody reads anything yet" in text_of(client, manager, reverse("home"))


def test_asking_twice_is_asking_once(framework, service, manager, body):
    first = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    assert actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager) == first


def test_a_body_that_another_team_asked_in_is_none_to_ask(
    client, framework, service, sibling_service, manager, body
):
    body.brought_by = sibling_service
    body.save(update_fields=["brought_by"])
    client.force_login(manager)
    page = reverse("mirror", args=[service.slug])
    assert body.name not in client.get(page).content.decode()
    refused = client.post(page, {"body": str(body.pk)})
    assert (refused.status_code, Pair.objects.count()) == (422, 0)
    assert list(selectors.bodies_to_ask(sibling_service)) == [body]


def test_body_without_a_team_hears_of_it_where_it_is_led(client, framework, service, manager, body):
    lead = in_organisation(body, "lead", "Bodie Lead")
    actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    notice = Notice.objects.get(user=lead)
    assert (notice.kind, notice.organisation, notice.service) == ("mirror_asked", body, None)
    assert "whether to lay two views" in text_of(client, lead, reverse("shared-with-us"))
    assert notice.leads_to == reverse("body-teams", args=[body.slug])
    assert f"<bdi>{service.name}</bdi>, <bdi>{service.organisation.name}</bdi>, asks" in text_of(
        client, lead, notice.leads_to
    )
    service.archived_on = timezone.localdate()
    service.save()
    assert "Asked of you" not in text_of(client, lead, notice.leads_to)


def test_neither_reads_the_other_before_both_have_said_show(
    client, pair, service, manager, body_team, body_manager, ours, theirs
):
    def words(person, team):
        text = text_of(client, person, page(team, pair))
        return OURS in text, THEIRS in text

    assert words(manager, service) == words(body_manager, body_team) == (False, False)
    actions.show(pair, team=service, closure=ours, by=manager)
    assert words(manager, service) == words(body_manager, body_team) == (False, False)
    actions.show(pair, team=body_team, closure=theirs, by=body_manager)
    assert words(manager, service) == words(body_manager, body_team) == (True, True)


def test_who_says_show_reads_whether_the_other_side_has_said_it(
    client, pair, service, manager, body_team, body_manager, ours, theirs
):
    pages = []
    for person, team, closure in ((manager, service, ours), (body_manager, body_team, theirs)):
        client.force_login(person)
        before = text_of(client, person, page(team, pair, "show"))
        assert ("They have said show already" in before) == (team == body_team)
        sent = {"seen": str(closure.pk)}
        pages.append(client.post(page(team, pair, "show"), sent, follow=True).content.decode())
    assert "They read it once they have said show, too." in pages[0]
    assert "Both sides can read it now." in pages[1]


def test_side_by_side_has_words_levels_and_no_figure(
    client, pair, service, manager, body_team, body_manager, contributor, ours, theirs
):
    open_it(pair, ours, theirs, manager, body_manager)
    text = text_of(client, contributor, page(service, pair))
    for words in ("usual here", "here and there", "How we commission", "How we are commissioned"):
        assert words in text
    assert "average" not in text
    assert "score" not in text


def test_coffee_breaks_about_two_things_stand_apart_and_need_no_bead(
    client, framework, pair, service, manager, body_team, body_manager
):
    def over_coffee(team, about, words, by, level=""):
        one_talk = talks.start(service=team, framework=framework, length="coffee", by=by)
        talks.describe(one_talk, by=by, about=about)
        whole = rows.line(one_talk, "whole")
        talks.add_example(one_talk, words=words, lines=[whole], by=by)
        if level:
            choice = talks.Choice("placed", rows.levels(one_talk)[level])
            talks.place(one_talk, whole, choice, by=by)
        return talks.finish(one_talk, by=by)

    mine = over_coffee(service, "The kitchen", OURS, manager)
    others = over_coffee(body_team, "The tender", THEIRS, body_manager, "usual-here")
    open_it(pair, mine, others, manager, body_manager)
    text = text_of(client, manager, page(service, pair))
    named = (
        text.index("The kitchen"),
        text.index(OURS),
        text.index("The tender"),
        text.index(THEIRS),
    )
    assert list(named) == sorted(named)
    assert "The whole" not in text


def test_show_needs_a_finished_talk_and_the_latest_one(
    client, framework, pair, service, manager, ours
):
    client.force_login(manager)
    text = client.get(page(service, pair, "show")).content.decode()
    assert OURS in text
    newer = talk(service, framework, "Another thing.", manager)
    assert client.post(page(service, pair, "show"), {"seen": str(ours.pk)}).status_code == 409
    assert not Showing.objects.exists()
    answer = client.post(page(service, pair, "show"), {"seen": str(newer.pk)})
    assert answer.status_code == 302
    assert Showing.objects.get().closure == newer


def test_nothing_finished_is_said_so(client, pair, service, manager):
    client.force_login(manager)
    answer = client.get(page(service, pair, "show"))
    assert answer.status_code == 409
    assert "Finish a conversation about this first" in answer.content.decode()
    with pytest.raises(Refused):
        actions.show(pair, team=service, closure=None, by=manager)


def test_lines_that_a_side_keeps_are_not_on_the_other_sides_page(
    client, framework, pair, service, manager, body_team, body_manager, theirs
):
    one_talk = talks.start(service=service, framework=framework, length="themes", by=manager)
    themes = rows.tree_of(one_talk).themes
    for theme, words in ((themes[0], OURS), (themes[1], SECRET)):
        line = rows.line(one_talk, theme.code)
        choice = talks.Choice("placed", rows.levels(one_talk)["usual-here"])
        talks.place(one_talk, line, choice, by=manager)
        talks.add_example(one_talk, words=words, lines=[line], by=manager)
    closure = talks.finish(one_talk, by=manager)
    client.force_login(manager)
    address = page(service, pair, "show")
    data = {"seen": str(closure.pk), "kept": [themes[1].code]}
    assert SECRET in client.get(address).content.decode()
    looked = client.post(address, {**data, "look": "yes"})
    assert looked.status_code == 200
    assert SECRET not in looked.content.decode()
    assert not Showing.objects.exists()
    assert client.post(address, data).status_code == 302
    actions.show(pair, team=body_team, closure=theirs, by=body_manager)
    text = text_of(client, body_manager, page(body_team, pair))
    assert OURS in text
    assert SECRET not in text


def test_one_pair_on_a_page_and_no_other_service_in_it(
    client, framework, pair, service, manager, body, body_team, body_manager, ours, theirs,
    other_service, elsewhere,
):  # fmt: skip
    open_it(pair, ours, theirs, manager, body_manager)
    second = actions.ask_to_link(
        service=other_service, body=body, slug=framework.slug, by=elsewhere
    )
    second = actions.agree_to_link(second, team=body_team, by=body_manager)
    other = talk(other_service, framework, "Cedar’s own words.", elsewhere)
    open_it(second, other, theirs, elsewhere, body_manager)
    for one, words, others in ((pair, OURS, "Cedar’s own words."), (second, "Cedar", OURS)):
        text = text_of(client, body_manager, page(body_team, one))
        assert words in text
        assert others not in text
    listed = text_of(client, body_manager, page(body_team))
    assert OURS not in listed
    assert THEIRS not in listed
    mine = text_of(client, manager, page(service))
    assert other_service.name not in mine
    client.force_login(manager)
    assert client.get(page(service, second)).status_code == 404


@pytest.mark.parametrize(
    "who", ["sibling", "lead", "commissioner", "other_commissioner", "outsider"]
)
def test_nobody_else_reads_any_of_it(
    client, request, who, pair, service, manager, body_team, body_manager, ours, theirs
):
    open_it(pair, ours, theirs, manager, body_manager)
    client.force_login(request.getfixturevalue(who))
    for team in (service, body_team):
        for address in (page(team), page(team, pair), page(team, pair, "show")):
            assert client.get(address).status_code == 404
        for act in ("agree", "show", "end"):
            assert client.post(page(team, pair, act)).status_code == 404


def test_contributors_read_and_do_not_decide(
    client, pair, service, body_team, contributor, body_member
):
    for person, team in ((contributor, service), (body_member, body_team)):
        client.force_login(person)
        assert client.get(page(team, pair)).status_code == 200
        for act in ("show", "end"):
            assert client.post(page(team, pair, act)).status_code == 403
    client.force_login(contributor)
    assert client.post(page(service), {}).status_code == 403


@pytest.mark.parametrize("ends", ["service", "body"])
def test_either_ends_it_and_then_neither_reads_the_other(
    client, ends, pair, service, manager, body_team, body_manager, ours, theirs
):
    open_it(pair, ours, theirs, manager, body_manager)
    person, team = (manager, service) if ends == "service" else (body_manager, body_team)
    client.force_login(person)
    assert client.get(page(team, pair, "end")).status_code == 200
    assert client.post(page(team, pair, "end")).status_code == 302
    assert client.post(page(team, pair, "end")).status_code == 302  # a second press
    today = timezone.localdate()
    for who, whose in ((manager, service), (body_manager, body_team)):
        text = text_of(client, who, page(whose, pair))
        assert OURS not in text
        assert THEIRS not in text
        assert f"over since {today.day} {today:%B %Y}" in text
        assert [notice.kind for notice in notices_for(who)] == ["mirror_ended"]
    with pytest.raises(Stale):
        actions.show(pair, team=service, closure=ours, by=manager)


@pytest.mark.parametrize("side", ["service", "body_team", "body"])
def test_it_is_over_when_a_side_is_closed(
    client, request, side, pair, service, manager, body_team, body_manager, ours, theirs
):
    open_it(pair, ours, theirs, manager, body_manager)
    assert [bool(notices_for(person)) for person in (manager, body_manager)] == [True, True]
    closed = "closed_on" if side == "body" else "archived_on"
    setattr(request.getfixturevalue(side), closed, timezone.localdate())
    request.getfixturevalue(side).save()
    tell_days(at=timezone.now())
    tell_days(at=timezone.now())
    kinds = [[notice.kind for notice in notices_for(who)] for who in (manager, body_manager)]
    # Told once, in the team that goes on.
    assert (
        kinds
        == {
            "service": [[], ["mirror_ended"]],
            "body_team": [["mirror_ended"], []],
            "body": [[], []],
        }[side]
    )
    if side == "service":
        assert OURS not in text_of(client, body_manager, page(body_team, pair))


def test_body_whose_team_has_ended_is_asked_anew(client, pair, service, manager, body, body_team):
    assert "Ask a body to link" not in text_of(client, manager, page(service))
    body_team.archived_on = timezone.localdate()
    body_team.save()
    assert "Ask a body to link" in text_of(client, manager, page(service))
    answer = client.post(page(service), {"body": str(body.pk)})
    pair.refresh_from_db()
    assert pair.ended_by == manager
    assert Event.objects.filter(act="mirror_ended", object_id=pair.pk).count() == 1
    assert not notices_for(manager)
    assert answer.url == page(service, Pair.objects.live().get())


def test_while_nobody_manages_a_team_anybody_in_it_ends_the_link(
    client, pair, service, manager, contributor
):
    service.memberships.filter(user=manager).update(ended_on=timezone.localdate())
    client.force_login(contributor)
    assert client.post(page(service, pair, "end")).status_code == 302
    pair.refresh_from_db()
    assert pair.ended_by == contributor


def test_question_taken_back_is_gone_for_the_body(
    client, framework, service, manager, body, body_team, body_manager
):
    question = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    client.force_login(manager)
    assert len(notices_for(body_manager)) == 1
    assert client.post(page(service, question, "end")).url == page(service)
    assert notices_for(body_manager) == []
    client.force_login(body_manager)
    assert client.get(page(body_team, question)).status_code == 404
    assert client.post(page(body_team, question, "agree")).status_code == 404


def test_question_is_answered_by_who_manages_a_team_of_the_body(
    client, framework, service, manager, body, body_team, body_member
):
    question = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    client.force_login(manager)
    assert client.post(page(service, question, "agree")).status_code == 404
    client.force_login(body_member)
    assert client.post(page(body_team, question, "agree")).status_code == 403
    question.refresh_from_db()
    assert not question.is_agreed


def test_question_is_not_there_for_a_team_of_another_body(
    client, framework, service, manager, body, other_body
):
    question = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    other = Service.objects.create(organisation=other_body, name="Housing", slug="housing")
    client.force_login(in_team(other, "manager", "Hou Sing"))
    assert client.get(page(other, question)).status_code == 404
    assert client.post(page(other, question, "agree")).status_code == 404


def test_nobody_is_on_both_sides(framework, service, manager, body, body_team, body_manager):
    question = actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)
    service.memberships.create(user=body_manager, role="contributor")
    with pytest.raises(Refused, match="on both sides"):
        actions.agree_to_link(question, team=body_team, by=body_manager)
    with pytest.raises(Refused, match="on both sides"):
        actions.ask_to_link(service=service, body=body, slug=framework.slug, by=manager)


def test_another_team_of_the_body_finds_it_taken(framework, pair, body):
    other = Service.objects.create(organisation=body, name="Public health", slug="public-health")
    person = in_team(other, "manager", "Pub Health")
    with pytest.raises(Stale):
        actions.agree_to_link(pair, team=other, by=person)


ONE = "is one person here. This will be read as about one person."


def test_both_are_told_before_the_first_question_where_a_body_is_one_person(
    client, framework, pair, service, manager, body, body_team, body_manager
):
    OrganisationMembershipFactory(user=body_manager, organisation=body, role="lead")
    assert selectors.body_is_one_person(body)
    for person, team in ((manager, service), (body_manager, body_team)):
        for name in ("start-length", "start-paper"):
            before = reverse(name, args=[team.slug, "themes"])
            assert ONE in text_of(client, person, f"{before}?framework={framework.slug}")
        assert ONE in text_of(client, person, page(team, pair))
    plain = text_of(client, manager, reverse("start-length", args=[service.slug, "themes"]))
    assert ONE not in plain  # the other framework is about the service itself


def test_nobody_is_told_so_where_a_body_is_several(
    client, framework, pair, service, manager, body_team, body_manager, body_member
):
    for person, team in ((manager, service), (body_manager, body_team)):
        before = reverse("start-length", args=[team.slug, "themes"])
        assert ONE not in text_of(client, person, f"{before}?framework={framework.slug}")


def test_to_see_theirs_first_is_an_ask_like_any_other(client, framework, pair, service, manager):
    client.force_login(manager)
    address = reverse("mirror-see-first", args=[service.slug])
    assert client.post(address).url == page(service)
    assert not Ask.objects.exists()
    one_talk = talks.start(service=service, framework=framework, length="themes", by=manager)
    answer = client.post(address)
    ask = Ask.objects.get()
    assert answer.url == reverse("ask", args=[one_talk.pk, ask.pk])
    assert ask.to == "commissioner"
    assert "before we show you" in ask.words
    client.post(address)
    assert Ask.objects.count() == 1
    record = talks.finish(one_talk, by=manager).record
    assert [factor.ask.words for factor in record.factors] == [ask.words]


def test_to_see_theirs_first_is_not_asked_by_a_team_that_has_ended(
    client, framework, pair, service, manager
):
    client.force_login(manager)
    talks.start(service=service, framework=framework, length="themes", by=manager)
    Service.objects.filter(pk=service.pk).update(archived_on=timezone.localdate())
    answer = client.post(reverse("mirror-see-first", args=[service.slug]), follow=True)
    assert "This service no longer runs." in answer.content.decode()
    assert not Ask.objects.exists()


def test_record_page_says_who_reads_it(
    client, pair, service, manager, body_team, body_manager, ours, theirs
):
    record = reverse("record", args=[ours.pk])
    assert body_team.name not in text_of(client, manager, record)
    open_it(pair, ours, theirs, manager, body_manager)
    assert body_team.name in text_of(client, manager, record)
    actions.end(pair, team=service, by=manager)
    assert body_team.name not in text_of(client, manager, record)


def test_one_live_link_of_two_sides(pair):
    again = Pair(
        service=pair.service,
        body=pair.body,
        framework_slug=pair.framework_slug,
        asked_at=timezone.now() + dt.timedelta(days=1),
        asked_by=pair.asked_by,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_talk_open_on_either_side_is_not_told(
    client, framework, pair, service, manager, body_team, body_manager, theirs
):
    talks.start(service=service, framework=framework, length="themes", by=manager)
    assert Assessment.objects.open().exists()
    text = text_of(client, body_manager, page(body_team, pair))
    assert "They have not said show." in text
    assert "open" not in text.split("<main")[1].split("</main")[0]


def test_a_bodys_own_team_is_not_offered_to_ask_whoever_pays(
    client, framework, service, manager, body_team, body_manager
):
    """On each page that asks whose something is; a service is offered it on each of them."""
    for team, person in ((service, manager), (body_team, body_manager)):
        one_talk = talks.start(service=team, framework=framework, length="themes", by=person)
        obstacle = {"kind": "obstacle", "reach": "someone_else", "by": person}
        note = talks.name_factor(one_talk, words="No word from them", to="partner", **obstacle)
        ask = Ask.objects.get(factor=note.factor_id)
        bare = talks.name_factor(one_talk, words="No answer", kind="obstacle", by=person)
        addresses = [
            reverse("around", args=[one_talk.pk]),
            reverse("ask", args=[one_talk.pk, ask.pk]),
            reverse("edit-factor", args=[one_talk.pk, note.pk]),
            reverse("whose", args=[one_talk.pk, bare.factor_id]),
        ]
        for address in addresses:
            text = text_of(client, person, address)
            assert "a partner" in text, address
            assert ("whoever pays" in text) is (team == service), address
        sent = {"obstacle_1": "x", "obstacle_1_reach": "someone_else"}
        answer = client.post(addresses[0], sent | {"obstacle_1_to": "commissioner"})
        wrong = answer.context["form"].errors if answer.status_code == 422 else {}
        assert ("obstacle_1_to" in wrong) is (team == body_team)
