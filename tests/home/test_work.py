"""The first page: what stands there for whom."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.actions import tell
from accounts.models import Letter, Notice, Service, User
from accounts.models.user import NO_MAILBOX
from accounts.selectors import notices_for
from assessments import actions
from assessments.models import Note
from tests.factories import OrganisationMembershipFactory, ServiceMembershipFactory, UserFactory
from tests.home.talks import converse
from tests.people import in_team
from tests.shown import tight

pytestmark = pytest.mark.django_db


def test_home_asks_for_a_sign_in(client):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/")


def test_home_of_a_team_that_has_not_talked_begins_with_its_first_conversation(
    client, read, contributor, framework
):
    text = read(contributor, "/")
    assert "Something worth remembering" in text
    assert "Start a conversation" in text
    assert "A coffee break is long enough to begin with." in text
    assert "Your teams" not in text
    client.post("/s/alder-house/remember/", {"words": "The kettle.", "theme": "", "key": ""})
    assert contributor.service_memberships.get().service.notes.get().words == "The kettle."


def test_home_says_what_is_open_and_what_is_tried(read, contributor, spring, framework):
    talk = actions.start(
        service=spring.assessment.service, framework=framework, length="themes", by=contributor
    )
    text = read(contributor, "/")
    assert "A conversation is open, since today" in text
    assert "Carry on with soil" in text
    assert "Ask for a spade, spring." in text
    actions.set_aside(talk, by=contributor)
    assert "We last talked on 10 March 2026." in read(contributor, "/")


def test_home_shows_a_manager_the_way_to_their_teams(read, manager, framework):
    assert "Your teams" in read(manager, "/")


def test_home_of_two_teams_has_a_card_for_each(
    read, contributor, sibling_service, spring, framework
):
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    text = read(contributor, "/")
    assert "Which team are you with today?" in text
    assert text.index("Alder House") < text.index("Birch House")
    organisation = sibling_service.organisation
    organisation.name = "Birch House"
    organisation.save()
    assert "Birch House Birch House" not in read(contributor, "/")


def test_home_of_two_teams_names_each_in_its_links(
    read, contributor, manager, sibling_service, spring, framework
):
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    actions.start(service=sibling_service, framework=framework, length="coffee", by=contributor)
    actions.put_right(spring.assessment, reason="A slip.", by=manager)
    text = read(contributor, "/")
    assert "Go on putting it right : Alder House" in text
    assert re.search("Carry on with the conversation of .* : Birch House", text)


def test_home_says_on_which_day_a_conversation_was_begun(read, contributor, service, framework):
    """The day they talked may be typed in later."""
    actions.start(
        service=service,
        framework=framework,
        length="themes",
        held_on=dt.date(2026, 2, 3),
        at=dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC),
        by=contributor,
    )
    assert "A conversation is open, since 9 March" in read(contributor, "/")
    assert "A conversation is open, since 9 March." in read(contributor, "/s/alder-house/start/")


def test_home_of_two_teams_keeps_a_note_for_the_team_of_its_card(
    client, contributor, service, sibling_service, framework
):
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    client.force_login(contributor)
    page = client.get("/").content.decode()
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    card = page.split("</section>")[1]
    assert 'name="words"' in card
    assert 'name="csrfmiddlewaretoken"' in card
    address = re.search(r'<form method="post" action="([^"]+)"', card)[1]
    key = re.search(r'name="key" value="([^"]+)"', card)[1]
    assert client.post(address, {"words": "The kettle.", "key": key}).status_code == 302
    assert [note.service for note in Note.objects.all()] == [sibling_service]


def test_card_begins_with_what_comes_first_in_its_team(
    read, contributor, service, sibling_service, framework
):
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)

    def order(first: str) -> bool:
        text = read(contributor, "/")
        card = text[text.index(service.name) :]
        return card.index(first) < card.index("Something worth remembering")

    assert order("Carry on with the conversation")
    actions.describe(talk, by=contributor, next_talk="see")
    actions.finish(talk, by=contributor)
    assert not order("Start a conversation")


def test_home_leaves_out_teams_that_ended(read, contributor, service, framework):
    service.archived_on = "2026-05-01"
    service.save()
    text = read(contributor, "/")
    assert "You are not in a team at the moment" in text
    assert "Its record, until 1 May 2026" in text
    assert "You are not in a team at the moment" in read(contributor, "/welcome/")


def test_home_of_a_reader_is_what_was_shared(client, commissioner):
    client.force_login(commissioner)
    assert client.get("/")["Location"] == "/shared/"


def test_home_of_a_lead_is_their_teams(client, lead):
    client.force_login(lead)
    assert client.get("/")["Location"] == "/teams/"


def test_home_of_a_lead_who_works_in_a_team_is_the_team(read, organisation, manager, framework):
    OrganisationMembershipFactory(user=manager, organisation=organisation)
    assert "Something worth remembering" in read(manager, "/")


def test_home_of_who_is_in_no_team_says_what_to_do(read, outsider):
    text = read(outsider, "/")
    assert "You are not in a team at the moment" in text
    assert "Tell them what you sign in with: outsider@example.org." in text
    assert "You look after this site" not in text


def test_home_of_who_has_no_mailbox_names_what_they_type(read, service, contributor):
    service.memberships.filter(user=contributor).update(ended_on=timezone.localdate())
    contributor.email = f"dee.nights{NO_MAILBOX}"
    contributor.save()
    text = read(contributor, "/")
    assert "Tell them what you sign in with: dee.nights. They hand you a link" in text


def test_home_of_who_runs_the_site_leads_to_its_page(read):
    text = read(UserFactory(is_staff=True), "/")
    assert "You look after this site" in text
    assert "Yours here" in text
    assert "People, teams and organisations" in text
    assert "What is missing is a team" not in text


@pytest.mark.parametrize("who", ["lead", "commissioner"])
@pytest.mark.parametrize("besides", ["the site", "a team that has ended"])
def test_home_leaves_out_nothing_of_somebody_in_no_team(request, read, service, who, besides):
    person = request.getfixturevalue(who)
    if besides == "the site":
        User.objects.filter(pk=person.pk).update(is_staff=True)
        person.refresh_from_db()
    else:
        ServiceMembershipFactory(user=person, service=service)
        Service.objects.filter(pk=service.pk).update(archived_on=timezone.localdate())
    text = read(person, "/")
    assert "Where to today?" in text
    assert ("This site" in text) == (besides == "the site")
    assert ("Its record, until" in text) == (besides != "the site")
    assert ("Our organisation" in text) == (who == "lead")
    assert ("Shared with Northtown Council" in text) == (who == "commissioner")


# --- Notices


# What was told of one thing, oldest first; what stands of it, newest first; what stays when the
# newest is marked as read.
OF_ONE = [
    ("share_shown share_sent", "share_sent", ""),
    ("share_opened share_answered share_ends", "share_ends share_answered", "share_answered"),
    ("share_thanked share_answered", "share_answered", ""),
    ("meeting_offered understanding_put", "understanding_put meeting_offered", "meeting_offered"),
    ("meeting_offered meeting_taken", "meeting_taken", ""),
    ("asked talk_again", "talk_again asked", "asked"),
    ("mirror_agreed mirror_open mirror_ended", "mirror_ended", ""),
]


@pytest.mark.parametrize(("kinds", "stands", "stays"), OF_ONE)
def test_of_one_thing_stands_what_is_still_so(
    client, contributor, service, body, kinds, stands, stays
):
    for kind in kinds.split():
        tell([contributor], kind, service=service, organisation=body, object_id=service.pk)
    standing = notices_for(contributor)
    assert [notice.kind for notice in standing] == stands.split()
    client.force_login(contributor)
    client.post(reverse("put-away", args=[standing[0].pk]))
    assert [notice.kind for notice in notices_for(contributor)] == stays.split()


@pytest.mark.parametrize("kind", ["share_received", "share_ends", "share_unread", "talk_again"])
def test_what_is_so_up_to_a_day_is_told_no_more_after_it(contributor, service, kind):
    today = timezone.localdate()
    for day in (today, today - dt.timedelta(days=1)):
        tell([contributor], kind, service=service, around=day)
    assert [notice.around for notice in notices_for(contributor)] == [today]


@pytest.mark.parametrize(
    "kind",
    [
        "share_shown",
        "share_changing",
        "share_sent",
        "share_put_away",
        "share_taken_back",
        "share_received",
        "share_opened",
        "share_answered",
        "share_thanked",
        "share_ends",
        "share_unread",
        "share_may_go",
    ],
)
def test_every_notice_has_words_of_its_own(read, contributor, service, body, framework, kind):
    tell([contributor], kind, service=service, organisation=body, object_id=service.pk)
    text = read(contributor, "/")
    assert "Northtown Council" in text
    assert "There is something new" not in text


@pytest.mark.parametrize("kind", ["asked", "ask_answered", "talk_again", "unsaved"])
def test_every_notice_about_a_team_has_words_of_its_own(
    read, contributor, service, framework, kind
):
    tell([contributor], kind, service=service, object_id=service.pk)
    assert "There is something new" not in read(contributor, "/")


def test_all_are_marked_as_read_at_once_but_not_what_came_since(
    client, contributor, manager, service, body, framework
):
    for number in range(25):
        key = uuid.UUID(int=number)
        path = service.get_absolute_url()
        both = [contributor, manager]
        tell(both, "share_shown", service=service, organisation=body, object_id=key, path=path)
    client.force_login(contributor)
    page = tight(client.get("/"))
    assert page.count(">Mark as read<") == 20
    assert "the older ones too" in page
    newest = contributor.notices.latest_first().first()
    key = newest.object_id  # the same thing, told anew
    tell([contributor], "share_shown", service=service, organisation=body, object_id=key, path=path)
    since = contributor.notices.latest_first().first()
    for name in ("put-all-away", "put-away"):
        assert client.post(reverse(name, args=[newest.pk])).status_code == 302
        assert [notice.pk for notice in contributor.notices.unread()] == [since.pk]
        letter = Letter.objects.waiting().get(user=contributor)
        assert letter.written_at == since.created_at
    assert manager.notices.unread().count() == 25
    assert Letter.objects.waiting().filter(user=manager).count() == 25
    client.force_login(manager)
    assert client.post(reverse("put-all-away", args=[newest.pk])).status_code == 404


@pytest.mark.parametrize("how", ["put-away", "put-all-away"])
def test_whoever_marks_a_notice_as_read_goes_on_with_the_others(
    client, contributor, service, body, framework, how
):
    for kind in ("share_sent", "share_opened"):
        tell([contributor], kind, service=service, organisation=body, object_id=uuid.uuid4())
    client.force_login(contributor)
    oldest = contributor.notices.latest_first().last()
    answer = client.post(reverse(how, args=[oldest.pk]))
    _path, mark, part = answer.url.partition("#")
    assert (client.get(answer.url).status_code, mark) == (200, "#")
    assert f'<h2 id="{part}">New</h2>' in client.get(answer.url).content.decode()


def test_putting_a_notice_away_puts_the_older_ones_of_that_thing_away(
    client, contributor, manager, service, body
):
    for kind in ("share_shown", "share_sent"):
        tell([contributor, manager], kind, service=service, organisation=body, object_id=body.pk)
    tell([contributor], "share_sent", service=service, organisation=body, object_id=service.pk)
    latest = Notice.objects.get(user=contributor, kind="share_sent", object_id=body.pk)
    client.force_login(contributor)
    for _twice in range(2):
        assert client.post(f"/notices/{latest.pk}/seen/")["Location"] == "/#told"
    left = Notice.objects.unread()
    assert [notice.object_id for notice in left.filter(user=contributor)] == [service.pk]
    assert left.filter(user=manager).count() == 2


def test_notice_of_another_is_not_found(client, contributor, manager, service):
    tell([manager], "share_sent", service=service)
    client.force_login(contributor)
    assert client.post(f"/notices/{Notice.objects.get().pk}/seen/").status_code == 404
    assert Notice.objects.unread().count() == 1


def test_home_asks_as_often_for_three_teams_as_for_two(
    client, contributor, service, sibling_service, other_service, framework,
    django_assert_max_num_queries, django_assert_num_queries,
):  # fmt: skip
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    for team in (service, sibling_service):
        converse(team, framework, contributor)
    client.force_login(contributor)
    client.get("/")
    with django_assert_max_num_queries(12) as queries:
        client.get("/")
    ServiceMembershipFactory(user=contributor, service=other_service)
    converse(other_service, framework, in_team(other_service, "manager", "Els Ewhere"))
    with django_assert_num_queries(len(queries)):
        client.get("/")


# --- What comes first


def green(client, user) -> list[str]:
    """The words of the filled buttons of the first page, in order."""
    client.force_login(user)
    page = client.get("/").content.decode()
    buttons = re.findall(r'class="button"[^>]*>(.*?)</(?:a|button)>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", button).split()) for button in buttons]


def test_first_button_starts_until_a_first_conversation_is_finished(
    client, contributor, service, framework
):
    assert green(client, contributor) == ["Start a conversation"]
    talk = actions.start(service=service, framework=framework, length="themes", by=contributor)
    assert green(client, contributor) == ["Carry on with soil"]
    actions.set_aside(talk, by=contributor)
    assert green(client, contributor) == ["Start a conversation"]


@pytest.mark.parametrize(
    ("days", "first", "words"),
    [
        (None, "Keep it", None),
        (30, "Keep it", "We would like to talk again around"),
        (8, "Keep it", "We would like to talk again around"),
        (7, "Start a conversation", "We would like to talk again around"),
        (0, "Start a conversation", "We would like to talk again around"),
        (-40, "Start a conversation", "We meant to talk again around"),
    ],
)
def test_first_button_starts_again_from_a_week_before_the_day_the_team_chose(
    client, read, contributor, service, framework, days, first, words
):
    today = timezone.localdate()
    how = {"framework": framework, "length": "coffee", "head_count": 3}
    talk = actions.start(service=service, by=contributor, **how)
    day = today + dt.timedelta(days=days or 0)
    if days is None:
        actions.describe(talk, by=contributor, next_talk="see")
    else:
        actions.describe(talk, by=contributor, next_talk_on=day)
    actions.finish(talk, by=contributor)

    assert green(client, contributor) == [first]
    text = read(contributor, "/")
    assert ("talk again around" in text) is bool(words)
    if words:
        assert f"{words} {date_format(day, 'j F Y')}." in text
    assert ("Add it to your calendar" in text) is (days is not None and days >= 0)
    note, start = text.index("Something worth remembering"), text.index("Start a conversation")
    assert (note < start) is (first == "Keep it")


def test_day_to_talk_again_stands_on_the_page_of_several_teams(
    read, contributor, service, sibling_service, framework
):
    ServiceMembershipFactory(user=contributor, service=sibling_service)
    talk = actions.start(service=service, framework=framework, length="coffee", by=contributor)
    actions.describe(talk, by=contributor, next_talk_on=dt.date(2031, 6, 2))
    actions.finish(talk, by=contributor)
    assert "We would like to talk again around 2 June 2031." in read(contributor, "/")
