"""Reading it back, finishing, the coffee break, and drafts."""

import datetime as dt
import io
import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import policy
from accounts.models import KeptPost, Notice
from assessments import actions
from assessments.forms.readback import coming_friday
from assessments.models import (
    AroundNote,
    Assessment,
    Closure,
    Draft,
    Factor,
    Judgement,
    Step,
)
from tests.assessments.occasions import kept_before
from tests.shown import send, shown_form, tight

pytestmark = pytest.mark.django_db


def read_back(talk: Assessment) -> str:
    return reverse("read-back", args=[talk.pk])


def kept_page(talk: Assessment) -> str:
    return reverse("kept", args=[talk.pk])


def test_everything_stands_on_one_page(staff, conversation, soil, light, levels, contributor):
    by = {"by": contributor}
    choice = actions.Choice("placed", levels["leaf"], 3)
    actions.place(conversation, soil, choice, seen=0, **by)
    actions.add_example(conversation, words="We dug it over", lines=[soil], **by)
    actions.place(
        conversation, light, actions.Choice("does_not_apply"), status_words="No windows", **by
    )
    actions.name_factor(conversation, kind="help", words="The spade", **by)
    actions.name_factor(
        conversation, kind="obstacle", words="The rain", reach="someone_else", to="partner", **by
    )
    actions.try_step(conversation, what="A roof", who="the cook", **by)
    actions.describe(conversation, head_count=4, people_kinds=["days", "nights"], **by)

    page = " ".join(staff.get(read_back(conversation)).content.decode().split())
    assert "Nothing is written down yet" not in page

    for words in (
        "There were four of us.",
        "With us: days and nights.",
        "We dug it over.",
        "We call this <strong>leaf</strong>, fairly.",
        "Does not apply here, for now.",
        "No windows.",
        "The spade.",
        "The rain.",
        "It needs someone else. Who could change it: a partner.",
        "A roof.",
        "the cook.",
    ):
        assert words in page, words
    for name, args in (
        ("place", [conversation.pk, "soil"]),
        ("before", [conversation.pk]),
        ("around", [conversation.pk]),
        ("try", [conversation.pk]),
    ):
        assert f'href="{reverse(name, args=args)}' in page


@pytest.mark.parametrize("length", ["themes", "coffee"])
def test_day_to_talk_again_that_is_over_is_said_to_be_and_asked_anew(
    staff, service, framework, contributor, length
):
    """A talk may be open for months: "in a month", said once more, is a month from now."""
    now = timezone.now()
    at = now - dt.timedelta(days=200)
    talk = actions.start(
        service=service, framework=framework, length=length, by=contributor,
        held_on=timezone.localdate(at), at=at,
    )  # fmt: skip
    actions.describe(talk, by=contributor, next_talk="month", at=at)
    page = reverse("coffee" if length == "coffee" else "try", args=[talk.pk])
    assert "We meant to talk again around" in staff.get(read_back(talk)).content.decode()
    send(staff, page)  # what nobody answers anew stays
    talk.refresh_from_db()
    assert (talk.next_talk, talk.next_talk_on < now.date()) == ("month", True)

    assert "next_talk" not in shown_form(staff.get(page))
    send(staff, page, next_talk="month")

    talk.refresh_from_db()
    assert talk.next_talk_on > timezone.localdate(now)
    assert "We talk again around" in staff.get(read_back(talk)).content.decode()
    assert shown_form(staff.get(page))["next_talk"] == ["month"]


def test_where_nothing_is_written_it_says_so(staff, conversation):
    sentence = "Nothing is written down yet. If you finish it like this, it says that you talked"
    page = read_back(conversation)
    assert sentence in staff.get(page).content.decode()
    send(staff, page, then="read", not_heard="Nights")
    assert sentence not in staff.get(page).content.decode()
    send(staff, page, then="read", not_heard="")
    answer = send(staff, page, then="finish")
    last_page = staff.get(answer.url).content.decode()
    assert "Nothing else was written down." in last_page
    assert "as it was written down" not in last_page


def test_notes_it_opened_with_are_read_back(staff, service, framework, manager):
    for words in ("The alarm went at three", "They cooked together"):
        actions.keep_note(service=service, words=words, by=manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)

    page = " ".join(staff.get(read_back(talk)).content.decode().split())

    closure = actions.finish(talk, by=manager)
    assert [note.words for note in closure.record.remembered] == [
        "The alarm went at three",
        "They cooked together",
    ]
    assert "What we had kept for this conversation" in page
    for note in closure.record.remembered:
        assert note.words in page
    assert page.index("They cooked together") < page.index("Finish and keep it")


def test_finish_keeps_the_answers_and_seals(staff, conversation):
    answer = send(
        staff,
        read_back(conversation),
        then="finish",
        not_heard="Nights",
        talked_over_with="Birch House",
        talked_over_said="Ask again",
        opening="Dear all,\r\nthis is us.",
        around_1="We moved to Mill Lane",
        around_1_on="2026-01-05",
        how_talked="away_day",
    )

    assert (answer.status_code, answer.url) == (302, kept_page(conversation))
    occasion = Closure.objects.get().record.occasion
    around_it = (occasion.not_heard, occasion.talked_over_with, occasion.talked_over_said)
    assert around_it == ("Nights", "Birch House", "Ask again")
    assert (occasion.opening, occasion.how_talked) == ("Dear all,\nthis is us.", "away_day")
    around = Closure.objects.get().record.around
    assert [(row.happened_on, row.words) for row in around] == [
        (dt.date(2026, 1, 5), "We moved to Mill Lane")
    ]
    page = staff.get(answer.url).content.decode()
    assert "It is kept" in page


def test_finish_twice_is_finished_once(staff, conversation):
    form = shown_form(staff.get(read_back(conversation))) | {"then": "finish", "opening": "Us"}

    first, second = (staff.post(read_back(conversation), form) for _ in range(2))

    assert (first.status_code, first.url) == (302, kept_page(conversation))
    assert (second.status_code, second.url) == (302, kept_page(conversation))
    assert Closure.objects.count() == 1


def test_finish_twice_without_words_is_finished_once(staff, conversation):
    form = shown_form(staff.get(read_back(conversation))) | {"then": "finish"}

    answers = [staff.post(read_back(conversation), form) for _ in range(2)]

    assert [answer.url for answer in answers] == [kept_page(conversation)] * 2
    assert Closure.objects.count() == 1


def test_finishing_is_asked_of_the_policy_of_its_own(staff, conversation, monkeypatch):
    """Where the table told no of finishing, keeping it open would still go."""
    monkeypatch.setitem(policy.ALLOWED, policy.Act.FINISH, set())

    assert send(staff, read_back(conversation), then="finish").status_code == 403
    conversation.refresh_from_db()
    assert conversation.is_open

    assert send(staff, read_back(conversation), then="open").status_code == 302


def test_keep_it_open_until_friday(staff, conversation):
    answer = send(staff, read_back(conversation), then="open", not_heard="Relief")

    conversation.refresh_from_db()
    assert answer.url == conversation.get_absolute_url()
    assert (conversation.open_until, conversation.not_heard) == (coming_friday(), "Relief")
    assert conversation.is_open


def test_friday_is_the_one_that_the_button_named_also_after_midnight(
    staff, conversation, contributor, monkeypatch
):
    form = shown_form(staff.get(read_back(conversation)))
    named = coming_friday()
    midnight = timezone.make_aware(dt.datetime.combine(named, dt.time(0, 5)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: midnight)
    assert coming_friday() != named
    staff.force_login(contributor)  # the other sign-in ran out

    answer = staff.post(read_back(conversation), form | {"then": "open"})

    conversation.refresh_from_db()
    assert answer.status_code == 302
    assert conversation.open_until == named
    late = staff.post(read_back(conversation), form | {"then": "open", "friday": "2020-01-03"})
    conversation.refresh_from_db()
    assert (late.status_code, conversation.open_until) == (302, coming_friday())


def test_enter_in_a_box_saves_and_finishes_nothing(staff, conversation):
    """Browsers take a form's first button for it."""
    page = staff.get(read_back(conversation)).content.decode()
    first = re.search(r'<button type="submit"[^>]*name="then"[^>]*value="(\w+)"', page)

    answer = send(staff, read_back(conversation), then=first[1], not_heard="Relief")

    conversation.refresh_from_db()
    assert answer.url == read_back(conversation)
    assert conversation.is_open
    assert (conversation.open_until, conversation.not_heard) == (None, "Relief")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 11, 19), dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 20), dt.date(2026, 11, 27)),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 27)),
    ],
)
def test_friday_is_always_to_come(today, expected):
    assert coming_friday(today) == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"around_1": "We moved"}, "Say when it changed."),
        ({"around_1_on": "2026-01-05"}, "Say what changed, in a line."),
        ({"around_1": "We moved", "around_1_on": "2999-01-05"}, "That day is in the future."),
        ({"opening": "x" * 5001}, "5,001 characters long"),
        ({"talked_over_with": "x" * 301}, "301 characters long and 300 fit."),
    ],
)
def test_read_back_refuses_with_a_sentence(staff, conversation, typed, sentence):
    answer = send(staff, read_back(conversation), then="finish", **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (Closure.objects.count(), AroundNote.objects.count()) == (0, 0)


def test_two_write_the_opening_and_both_are_kept(staff, colleague, conversation):
    mine, theirs = (
        shown_form(browser.get(read_back(conversation))) for browser in (staff, colleague)
    )
    colleague.post(read_back(conversation), theirs | {"opening": "Theirs", "then": "open"})

    met = staff.post(read_back(conversation), mine | {"opening": "Mine", "then": "finish"})
    assert met.status_code == 409
    assert Closure.objects.count() == 0
    staff.post(read_back(conversation), shown_form(met) | {"conflict": "both"})

    assert Closure.objects.get().record.occasion.opening == "Theirs\n\nMine"


def test_two_write_different_boxes_without_a_question(staff, colleague, conversation):
    mine, theirs = (
        shown_form(browser.get(read_back(conversation))) for browser in (staff, colleague)
    )
    colleague.post(read_back(conversation), theirs | {"opening": "Theirs", "then": "open"})

    staff.post(read_back(conversation), mine | {"not_heard": "Mine", "then": "open"})

    conversation.refresh_from_db()
    assert (conversation.opening, conversation.not_heard) == ("Theirs", "Mine")


def test_unsaved_words_are_listed_before_finishing(staff, conversation, contributor, manager):
    for user, page in ((contributor, "place-soil"), (manager, "around")):
        actions.keep_draft(user=user, assessment=conversation, page=page, fields={"words": "x"})

    page = staff.get(read_back(conversation)).content.decode()

    assert "You have words not yet saved on soil" in page
    assert "Somebody has words not yet saved on what helps and what gets in the way" in page
    assert page.index("not yet saved on soil") < page.index("Finish and keep it")


ROW = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("page", "name", "address"),
    [
        ("further-soil", "soil", "place/soil/further/"),
        ("place-soil", "soil", "place/soil/"),
        ("place-nothing", "another page", None),
        ("before", "before we start", "before/"),
        (f"example-{ROW}", "an example", f"example/{ROW}/"),
        (f"ask-{ROW}", "what we ask of others", f"ask/{ROW}/"),
        (f"context-{ROW}", "what changed around us", f"context/{ROW}/"),
        (f"around-{ROW}", "what helps and what gets in the way", f"around/{ROW}/"),
        ("try-nothing", "another page", None),
        ("nothing", "another page", None),
    ],
)
def test_unsaved_words_lead_to_their_page(staff, conversation, contributor, page, name, address):
    actions.keep_draft(user=contributor, assessment=conversation, page=page, fields={"words": "x"})

    html = tight(staff.get(read_back(conversation)))

    sentence = f"You have words not yet saved on {name}"
    link = f'<a href="{conversation.get_absolute_url()}{address}">{sentence}</a>'
    assert (link in html) if address else (f"<li>{sentence}</li>" in html)


def test_words_unsaved_since_the_page_was_opened_are_said_first(staff, conversation, manager):
    form = shown_form(staff.get(read_back(conversation))) | {"then": "finish"}
    actions.keep_draft(user=manager, assessment=conversation, page="try", fields={"what_1": "x"})

    first = staff.post(read_back(conversation), form)
    assert first.status_code == 422
    assert Closure.objects.count() == 0
    staff.post(read_back(conversation), shown_form(first) | {"then": "finish"})

    assert Closure.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_read_back_queries_do_not_grow(
    staff, service, framework, soil, manager, rows, django_assert_num_queries
):
    kept_before(service, framework, manager)
    talk = actions.start(service=service, framework=framework, length="themes", by=manager)
    for number in range(rows):
        actions.add_example(talk, words=f"e{number}", lines=[soil], by=manager)
        actions.name_factor(
            talk, kind="obstacle", words=f"f{number}", reach="both", lines=[soil], by=manager
        )
        actions.try_step(talk, what=f"s{number}", lines=[soil], by=manager)
    staff.get(read_back(talk))

    with django_assert_num_queries(21):
        staff.get(read_back(talk))


@pytest.mark.parametrize("who", ["sibling", "elsewhere", "lead", "commissioner", "outsider"])
def test_others_find_nothing(client, conversation, who, request):
    client.force_login(request.getfixturevalue(who))

    for name in ("read-back", "kept", "around", "try", "coffee", "before", "conversation"):
        assert client.get(reverse(name, args=[conversation.pk])).status_code == 404
    assert client.post(read_back(conversation), {"then": "finish"}).status_code == 404
    assert Closure.objects.count() == 0


# --- A coffee break


@pytest.fixture
def coffee(service, framework, contributor) -> Assessment:
    return actions.start(service=service, framework=framework, length="coffee", by=contributor)


def page_of(talk: Assessment) -> str:
    return reverse("coffee", args=[talk.pk])


def test_coffee_break_without_a_bead_reads_as_prose(staff, coffee):
    answer = send(
        staff,
        page_of(coffee),
        things="Calm, mostly",
        happening="Three ate together",
        going="The cook",
        way="The boiler",
        doing="Ring the council",
        next_talk="see",
    )

    assert (answer.status_code, answer.url) == (302, read_back(coffee))
    page = " ".join(staff.get(answer.url).content.decode().split())
    for words in ("Calm, mostly.", "Three ate together.", "The cook.", "The boiler."):
        assert words in page
    assert "another day" not in page
    send(staff, answer.url, then="finish")
    record = Closure.objects.get().record
    assert record.judgements == ()
    assert record.team_line("whole") == "Calm, mostly"


def test_coffee_break_takes_a_bead_on_the_whole_place(staff, coffee):
    send(staff, page_of(coffee), subject="whole", choice="at:shoot", finer="2")

    row = Judgement.objects.get()
    assert (row.line.code, row.level.code, row.finer) == ("whole", "shoot", 2)
    assert (row.first_level.code, row.first_finer) == ("shoot", 2)


def test_coffee_break_takes_a_bead_on_the_one_thing_it_is_about(staff, coffee):
    send(staff, page_of(coffee), subject="one", about="The new rota", choice="at:shoot")

    coffee.refresh_from_db()
    assert (coffee.about, Judgement.objects.get().level.code) == ("The new rota", "shoot")


def test_change_from_reading_it_back_leads_back_to_it(staff, conversation):
    page = reverse("place", args=[conversation.pk, "soil"]) + "?from=read-back"
    assert "Save, and back to reading it" in staff.get(page).content.decode()

    assert send(staff, page, choice="at:leaf").url == read_back(conversation)


def test_coffee_break_sent_twice_is_saved_once(staff, coffee):
    form = shown_form(staff.get(page_of(coffee))) | {"things": "Once", "next_talk": "month"}

    for _ in range(2):
        assert staff.post(page_of(coffee), form).status_code == 302

    assert [row.words for row in coffee.team.examples.all()] == ["Once"]


def test_coffee_break_grows_and_loses_nothing(staff, coffee):
    send(staff, page_of(coffee), things="Calm", choice="at:shoot")

    answer = staff.post(reverse("grow", args=[coffee.pk]))

    assert answer.url == reverse("place", args=[coffee.pk, "soil"])
    send(staff, read_back(coffee), then="finish")
    record = Closure.objects.get().record
    assert record.team_line("whole") == "Calm"
    assert [judged.line for judged in record.judgements] == ["whole", "soil", "light"]


@pytest.fixture
def second_coffee(service, framework, manager) -> Assessment:
    kept_before(service, framework, manager, words="the boiler")
    return actions.start(service=service, framework=framework, length="coffee", by=manager)


def test_coffee_break_asks_nothing_of_a_last_time_that_was_not(staff, coffee):
    page = staff.get(page_of(coffee)).content.decode()

    assert reverse("around", args=[coffee.pk]) not in page
    assert reverse("try", args=[coffee.pk]) not in page


def test_coffee_break_leads_to_last_times_and_back(staff, second_coffee):
    page = staff.get(page_of(second_coffee)).content.decode()
    obstacle = Factor.objects.get(kind="obstacle")

    for name, field, value in (
        ("around", f"state_{obstacle.pk.hex}", "gone"),
        ("try", f"came_{Step.objects.get().pk.hex}", "happened"),
    ):
        address = reverse(name, args=[second_coffee.pk])
        assert address in page
        there = staff.get(address).content.decode()
        assert page_of(second_coffee) in there
        assert "Save, and back to the coffee break" in there
        answer = send(staff, address, **{field: value})
        assert answer.url == page_of(second_coffee)

    assert second_coffee.factor_notes.get().state == "gone"
    assert second_coffee.step_reviews.get().state == "happened"
    edit_page = reverse("edit-factor", args=[second_coffee.pk, second_coffee.factor_notes.get().pk])
    assert edit_page not in staff.get(page_of(second_coffee)).content.decode()
    read = staff.get(read_back(second_coffee)).content.decode()
    assert "Gone." in read
    assert "What we ask of others" not in read


def test_coffee_break_carries_on_what_is_said_in_the_same_words(staff, second_coffee):
    for _ in range(2):
        send(staff, page_of(second_coffee), way="in the way: the boiler", going="New")

    new, old = second_coffee.factor_notes.order_by("factor__kind")
    assert (old.words, old.state, old.reach) == ("In the way: the boiler", "still", "someone_else")
    assert (new.words, new.state) == ("New", "new")
    assert Factor.objects.count() == 3


def test_coffee_break_leaves_easier_what_somebody_called_so(staff, second_coffee, manager):
    obstacle = Factor.objects.get(kind="obstacle")
    actions.follow_up(second_coffee, obstacle, state="easier", by=manager)

    send(staff, page_of(second_coffee), way="In the way: the boiler")

    assert second_coffee.factor_notes.get().state == "easier"


# --- Drafts

SAID_KEPT = re.compile(r"Kept for you at \d\d:\d\d")


def keep(client: Client, talk: Assessment, body, **query):
    address = reverse("draft", args=[talk.pk], query=query or {"page": "place-soil"})
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(address, text, content_type="application/json")


def test_draft_is_kept_and_comes_back(staff, colleague, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    form = {name: values[0] for name, values in shown_form(staff.get(address)).items()}

    answer = keep(staff, conversation, {"fields": form | {"words": "Half a", "choice": "at:leaf"}})

    assert answer.status_code == 200
    kept_at = timezone.localtime(Draft.objects.get().saved_at)
    assert answer.json() == {"kept_at": kept_at.strftime("%H:%M")}
    again = staff.get(address)
    text = shown_form(again)
    assert (text["words"], text["choice"]) == (["Half a"], ["at:leaf"])
    assert text["key"] != [form["key"]]
    assert "not yet in the team’s record" in again.content.decode()
    assert shown_form(colleague.get(address))["words"] == [""]
    assert Judgement.objects.count() == 0


def test_draft_of_another_day_says_which(staff, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    keep(staff, conversation, {"fields": {"words": "Half a"}})
    assert "Kept for you at" in staff.get(address).content.decode()
    last_week = dt.datetime(2026, 11, 12, 23, 58, tzinfo=timezone.get_current_timezone())
    Draft.objects.update(saved_at=last_week)

    page = staff.get(address).content.decode()

    assert "Kept for you on 12 November at 23:58, not yet" in page


def test_words_for_what_is_no_longer_asked_are_not_lost(staff, conversation):
    """The box was there when they were typed: in an older release, or before it was taken out."""
    address = reverse("try", args=[conversation.pk])
    form = shown_form(staff.get(address))
    no_longer_asked = {"learned_0b": "we learned to ask", "came_0b": "happened"}

    refusal = staff.post(address, form | no_longer_asked)

    assert refusal.status_code == 422
    text = refusal.content.decode()
    assert "no longer on this page" in text
    assert "You had typed there: “we learned to ask”" in text
    assert "learned_0b" not in shown_form(refusal)
    assert staff.post(address, shown_form(refusal)).status_code == 302

    keep(staff, conversation, {"fields": no_longer_asked}, page="try")
    assert "we learned to ask" in staff.get(address).content.decode()


def test_draft_of_more_than_thirty_days_is_gone(staff, conversation, contributor):
    long_ago = timezone.now() - dt.timedelta(days=31)
    actions.keep_draft(
        user=contributor,
        assessment=conversation,
        page="place-soil",
        fields={"words": "Half a"},
        at=long_ago,
    )
    KeptPost.objects.create(
        user=contributor, path="/", body="", kept_at=timezone.now() - dt.timedelta(hours=2)
    )

    assert shown_form(staff.get(reverse("place", args=[conversation.pk, "soil"])))["words"] == [""]
    assert "not yet saved" not in staff.get(read_back(conversation)).content.decode()

    out = io.StringIO()
    call_command("drop_old", stdout=out)
    sentence = "Drafts dropped: 1. Kept forms dropped: 1. Counts dropped: 0. PDFs dropped: 0. "
    assert out.getvalue().startswith(sentence)
    assert (Draft.objects.count(), KeptPost.objects.count()) == (0, 0)


def test_saving_drops_the_draft(staff, conversation):
    keep(staff, conversation, {"fields": {"words": "Half a"}})

    send(staff, reverse("place", args=[conversation.pk, "soil"]))

    assert Draft.objects.count() == 0
    assert [row.words for row in conversation.team.examples.all()] == ["Half a"]


def test_draft_that_comes_after_its_form_was_saved_is_refused(staff, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    form = shown_form(staff.get(address)) | {"words": ["One and two"]}
    key = form["key"][0]
    staff.post(address, form)

    late = keep(staff, conversation, {"key": key, "fields": {"words": "One and"}})

    assert (late.status_code, late.json()) == (
        409,
        {"error": "This page has been saved already."},
    )
    assert Draft.objects.count() == 0
    # What was typed on the same page afterwards is new.
    assert keep(staff, conversation, {"fields": {"words": "Three"}}).status_code == 200
    assert keep(staff, conversation, {"key": key, "fields": {"words": "O"}}).status_code == 409
    assert Draft.objects.get().fields == {"words": "Three"}


def test_draft_of_a_form_that_was_refused_is_kept(staff, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    form = shown_form(staff.get(address)) | {"words": ["One"], "happened_on": ["2199-12-31"]}
    assert staff.post(address, form).status_code == 422

    assert keep(
        staff, conversation, {"key": form["key"][0], "fields": {"words": "One and two"}}
    ).json()
    assert Draft.objects.get().fields == {"words": "One and two"}


def test_words_of_a_page_with_an_error_are_a_draft(staff, conversation):
    address = reverse("place", args=[conversation.pk, "soil"])
    form = shown_form(staff.get(address))

    answer = staff.post(
        address, form | {"words": "Typed and sent at once", "happened_on": "2199-12-31"}
    )

    assert answer.status_code == 422
    assert SAID_KEPT.search(answer.content.decode())
    again = shown_form(staff.get(address))
    assert again["words"] == ["Typed and sent at once"]
    assert again["key"] != form["key"]


@pytest.mark.parametrize("words", ["x" * 5001, "NUL: \0"])
def test_words_that_no_draft_takes_leave_the_draft_before(staff, conversation, words):
    address = reverse("place", args=[conversation.pk, "soil"])
    keep(staff, conversation, {"fields": {"words": "Before"}})

    answer = staff.post(address, shown_form(staff.get(address)) | {"words": words})

    assert answer.status_code == 422
    assert not SAID_KEPT.search(answer.content.decode())
    assert Draft.objects.get().fields == {"words": "Before"}


def test_box_that_was_unticked_comes_back_unticked(staff, conversation, contributor):
    actions.describe(conversation, by=contributor, people_kinds=["nights"])
    address = reverse("before", args=[conversation.pk])
    form = shown_form(staff.get(address))
    assert form.pop("people_kinds") == ["nights"]

    assert staff.post(address, form | {"head_count": "-5"}).status_code == 422

    assert "people_kinds" not in shown_form(staff.get(address))
    # So does one that a script kept.
    keep(staff, conversation, {"fields": {"people_kinds": ""}}, page="before")
    assert "people_kinds" not in shown_form(staff.get(address))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        '{"key": "x", "fields": {}}',
        '{"key": ["x"], "fields": {}}',
        "[]",
        '{"fields": []}',
        '{"fields": {"words": 3}}',
        '{"fields": {"words": {"a": "b"}}}',
        '{"fields": {"words": "\\ud800"}}',
        '{"fields": {"words": "\\u0000"}}',
        '{"page": "../x", "fields": {}}',
        b"\xff\xfe",
        "[" * 100_000,
        json.dumps({"fields": {"words": "x" * 5001}}),
        json.dumps({"fields": {"\ud800": "x"}}),
        json.dumps({"fields": {"words": ["\ud800"]}}),
    ],
)
def test_draft_refused_with_a_sentence(staff, conversation, body):
    answer = keep(staff, conversation, body)

    assert answer.status_code == 422
    assert answer.json()["error"]
    assert Draft.objects.count() == 0


def test_draft_of_a_finished_one_is_refused(staff, conversation, manager):
    actions.finish(conversation, by=manager)

    assert keep(staff, conversation, {"fields": {"words": "x"}}).status_code == 409


@pytest.mark.parametrize("over", [actions.finish, actions.set_aside])
def test_words_that_were_not_saved_in_time_are_given_back_to_their_writer_alone(
    staff, colleague, conversation, contributor, manager, over
):
    address = reverse("place", args=[conversation.pk, "soil"])
    typed = {"fields": {"words": "Before “why”,\nwe ask", "choice": "at:leaf", "link": ""}}
    keep(staff, conversation, typed)
    keep(colleague, conversation, {"fields": {"choice": "at:leaf"}})
    over(conversation, by=manager)

    notice = Notice.objects.get(kind="unsaved")
    assert notice.user == contributor
    assert "before you had saved your words" in staff.get("/").content.decode()
    for page in (notice.leads_to, address):
        text = staff.get(page).content.decode()
        assert "before you saved your words" in text
        assert "Before “why”,<br>we ask" in text
        assert "at:leaf" not in text
        assert colleague.get(page).status_code == (302 if over is actions.finish else 404)

    Draft.objects.update(saved_at=timezone.now() - dt.timedelta(days=31))
    assert staff.get(address).status_code == (302 if over is actions.finish else 404)


def test_words_that_the_record_has_wait_for_nobody(staff, conversation, contributor, manager):
    words = 'We "ask" first\r\nand again'
    send(staff, reverse("place", args=[conversation.pk, "soil"]), words=words)
    keep(staff, conversation, {"fields": {"words": words}})
    actions.finish(conversation, by=manager)
    assert not Notice.objects.filter(kind="unsaved").exists()

    actions.put_right(conversation, reason="A name", by=manager)
    keep(staff, conversation, {"fields": {"words": "And something new"}})
    actions.finish(conversation, by=manager)
    actions.put_right(conversation, reason="Another", by=manager)
    assert not Notice.objects.unread().filter(kind="unsaved").exists()
    page = staff.get(reverse("place", args=[conversation.pk, "soil"]))
    assert shown_form(page)["words"] == ["And something new"]


def test_draft_after_signing_out_is_401(client, conversation):
    assert keep(client, conversation, {"fields": {"words": "x"}}).status_code == 401


def test_draft_in_another_teams_conversation_is_not_found(client, conversation, elsewhere):
    client.force_login(elsewhere)

    assert keep(client, conversation, {"fields": {"words": "x"}}).status_code == 404
