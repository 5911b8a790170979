"""The manager's pages of preparing a share, as a browser meets them."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Organisation, Service, User
from assessments import actions as talk
from assessments.models import Ask, Closure
from frameworks.models import Framework
from sharing import actions
from sharing.models import Share
from sharing.report import THREE_AT_MOST, missing_choice
from tests.sharing.story import FIRST_DAY, SignedIn
from tests.shown import tight

NOBODY = "00000000-0000-4000-8000-000000000000"
STEPS = ("share-what", "share-asks", "share-why")


def page(name: str, share: Share) -> str:
    return reverse(name, args=[share.pk])


def test_whole_way_from_start_to_shown(
    signed_in: SignedIn,
    service: Service,
    body: Organisation,
    manager: User,
    first: Closure,
    second: Closure,
) -> None:
    browser = signed_in(manager)
    browser.post(reverse("share-start", args=[service.slug]), {"body": body.pk})
    share = Share.objects.get()

    answer = browser.post(
        page("share-what", share),
        {"seen": 0, "closures": [str(first.pk), str(second.pk)], "copy": "letter"},
    )
    assert answer["Location"] == page("share-asks", share)
    asks = {f"ask_{ask.pk}": "no" for ask in Ask.objects.all()}
    answer = browser.post(page("share-asks", share), {"seen": 1, **asks})
    assert answer["Location"] == page("share-why", share)
    answer = browser.post(
        page("share-why", share), {"seen": 2, "purpose": "Now", "ends_on": "2027-01-31"}
    )
    assert answer["Location"] == page("share-preview", share)
    answer = browser.post(page("share-show", share), {"seen": 3, "may_go_on": FIRST_DAY})
    assert answer["Location"] == page("share", share)

    share.refresh_from_db()
    assert (share.state, share.sections, share.ends_on) == (
        "shown",
        ["changes", "trying"],
        dt.date(2027, 1, 31),
    )
    assert not share.asks.filter(included=True).exists()


def test_start_sent_twice_begins_one(
    signed_in: SignedIn,
    service: Service,
    body: Organisation,
    other_body: Organisation,
    manager: User,
    first: Closure,
) -> None:
    browser, address = signed_in(manager), reverse("share-start", args=[service.slug])
    key = browser.get(address).context["form"]["key"].value()

    answers = [browser.post(address, {"body": body.pk, "key": key}) for _press in range(2)]

    first_step = page("share-what", Share.objects.get())
    assert [answer["Location"] for answer in answers] == [first_step, first_step]
    browser.post(address, {"body": other_body.pk, "key": key})
    assert Share.objects.count() == 2


def test_old_form_does_not_bring_back_what_was_sent(
    signed_in: SignedIn, posted: Share, manager: User
) -> None:
    """The form it was begun with, sent again months later, begins another."""
    address = reverse("share-start", args=[posted.service.slug])

    answer = signed_in(manager).post(address, {"body": posted.body_id, "key": posted.pk})

    another = Share.objects.exclude(pk=posted.pk).get()
    assert answer["Location"] == page("share-what", another)
    assert another.state == Share.State.DRAFT
    posted.refresh_from_db()
    assert posted.state == Share.State.SENT


def test_start_without_a_finished_conversation(
    signed_in: SignedIn, service: Service, manager: User, body: Organisation
) -> None:
    browser = signed_in(manager)
    address = reverse("share-start", args=[service.slug])

    assert "nothing to share" in browser.get(address).content.decode()
    browser.post(address, {"body": body.pk})
    assert not Share.objects.exists()


@pytest.mark.parametrize("sent", ["", "nonsense", NOBODY])
def test_start_without_a_body(
    signed_in: SignedIn, service: Service, manager: User, first: Closure, sent: str
) -> None:
    answer = signed_in(manager).post(reverse("share-start", args=[service.slug]), {"body": sent})

    assert answer.status_code == 422
    assert "Choose a commissioning body from the list." in answer.content.decode()


def test_start_with_a_provider_in_the_body(
    signed_in: SignedIn, service: Service, manager: User, first: Closure
) -> None:
    address = reverse("share-start", args=[service.slug])

    answer = signed_in(manager).post(address, {"body": service.organisation_id})

    assert (answer.status_code, Share.objects.count()) == (422, 0)


@pytest.mark.parametrize("name", STEPS)
def test_steps_show_nothing_chosen_beforehand(
    signed_in: SignedIn, draft: Share, first: Closure, manager: User, name: str
) -> None:
    actions.choose(draft, by=manager, closures=[first])

    html = signed_in(manager).get(page(name, draft)).content.decode()

    assert html.count("checked") == (1 if name == "share-what" else 0)  # what was just chosen


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("share-what", {"copy": "whole"}, "Choose at least one finished conversation."),
        ("share-what", {}, "Choose how much of the report goes."),
        ("share-what", {"copy": "everything"}, "Choose one of the answers on the page."),
        ("share-what", {"closures": [NOBODY]}, "Choose from your team’s finished"),
        ("share-what", {"copy": "parts", "sections": ["examples"]}, "tick that too"),
        ("share-what", {"copy": "parts", "sections": ["levels"]}, "Tick only what is"),
        ("share-asks", {}, "Say whether this goes with it: Theirs in spring"),
        ("share-why", {"ends_on": "2027-01-01"}, "Say in a line why you send this now."),
        ("share-why", {"purpose": "Now"}, "Choose the last day it can be read."),
        ("share-why", {"purpose": "Now", "ends_on": "2026-11-20"}, "Choose a last day after today"),
        ("share-why", {"purpose": "Now", "ends_on": "31/31/2027"}, "Give the day as day, month"),
        ("share-why", {"purpose": "x" * 1001}, "1,001 characters long and 1,000 fit"),
        ("share-why", {"purpose": "N\0w"}, "a character in this text that cannot be kept"),
        ("share-why", {"purpose": "Now", "seen": "soon"}, "a part of the form is missing"),
    ],
)
def test_step_with_what_does_not_fit_is_422_and_keeps_what_was_typed(
    signed_in: SignedIn, ready: Share, manager: User, name: str, sent: dict, says: str
) -> None:
    ready.asks.all().delete()
    before = Share.objects.values().get()

    answer = signed_in(manager).post(page(name, ready), {"seen": ready.version, **sent})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert "There is a problem" in html
    assert Share.objects.values().get() == before
    if len(sent.get("purpose", "")) > 3:
        assert sent["purpose"] in html


def test_asks_say_what_else_goes_with_them(
    signed_in: SignedIn, service: Service, framework: Framework, draft: Share, manager: User
) -> None:
    """The reader would find the obstacle's own words in “theme by theme”."""
    one_talk = talk.start(service=service, framework=framework, length="themes", by=manager)
    note = talk.name_factor(
        one_talk,
        kind="obstacle",
        words="They never listen",
        reach="someone_else",
        to="commissioner",
        by=manager,
    )
    talk.put_ask(one_talk, note.factor.ask, words="An hour in May", by=manager)
    actions.choose(draft, by=manager, closures=[talk.finish(one_talk, by=manager)])

    html = signed_in(manager).get(page("share-asks", draft)).content.decode()

    assert "An hour in May" in html
    assert "What gets in the way goes with it: “They never listen”" in html
    later = talk.start(service=service, framework=framework, length="themes", by=manager)
    talk.follow_up(later, note.factor, state="gone", by=manager)
    actions.choose(draft, by=manager, closures=[talk.finish(later, by=manager)])
    html = signed_in(manager).get(page("share-asks", draft)).content.decode()
    assert "It needed " in html
    assert "It is no longer in the way." in html


def test_three_asks_at_most_go_with_one_report(
    signed_in: SignedIn, service: Service, framework: Framework, draft: Share, manager: User
) -> None:
    one_talk = talk.start(service=service, framework=framework, length="themes", by=manager)
    for words in ("One", "Two", "Three", "Four"):
        talk.name_factor(
            one_talk, kind="obstacle", words=words, reach="someone_else", to="partner", by=manager
        )
    actions.choose(draft, by=manager, closures=[talk.finish(one_talk, by=manager)])
    browser, asks = signed_in(manager), actions.asks_to_answer(draft)
    assert "Three at most go with one report." in browser.get(page("share-asks", draft)).text

    sent = {f"ask_{ask.pk}": "yes" for ask in asks}
    answer = browser.post(page("share-asks", draft), {"seen": draft.version, **sent})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"ask_{asks[3].pk}"]
    sent[f"ask_{asks[0].pk}"] = "no"
    answer = browser.post(page("share-asks", draft), {"seen": draft.version, **sent})
    assert answer["Location"] == page("share-why", draft)

    actions.choose(draft, by=manager, asks=dict.fromkeys(asks, True))
    assert missing_choice(draft) == ("asks", str(THREE_AT_MOST))


def test_purpose_of_a_thousand_characters_with_line_ends_as_browsers_send_them(
    signed_in: SignedIn, ready: Share, manager: User
) -> None:
    words = "\n".join(["x" * 99] * 10)  # 999 characters, counted once for each line end
    sent = {"seen": ready.version, "purpose": words.replace("\n", "\r\n"), "ends_on": "2027-01-01"}

    answer = signed_in(manager).post(page("share-why", ready), sent)

    ready.refresh_from_db()
    assert (answer.status_code, ready.purpose) == (302, words)


def test_another_teams_conversation_in_the_body_is_422(
    signed_in: SignedIn, ready: Share, manager: User, other_service: Service, second: Closure
) -> None:
    second.assessment.service = other_service
    second.assessment.save()
    sent = {"seen": ready.version, "closures": [str(second.pk)], "copy": "whole"}

    assert signed_in(manager).post(page("share-what", ready), sent).status_code == 422


def test_step_sent_twice_is_saved_once(signed_in: SignedIn, ready: Share, manager: User) -> None:
    browser = signed_in(manager)
    sent = {"seen": ready.version, "purpose": "Once", "ends_on": "2027-01-01"}
    browser.post(page("share-why", ready), sent)

    answer = browser.post(page("share-why", ready), sent)

    assert (answer.status_code, answer["Location"]) == (302, page("share-preview", ready))


def test_step_changed_by_another_meanwhile_shows_both(
    signed_in: SignedIn, ready: Share, manager: User
) -> None:
    seen = ready.version
    actions.choose(ready, by=manager, purpose="Theirs stands here")
    browser = signed_in(manager)

    answer = browser.post(
        page("share-why", ready), {"seen": seen, "purpose": "Mine", "ends_on": "2027-01-01"}
    )

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs stands here" in html
    assert ">\nMine</textarea>" in html
    assert f'value="{ready.version}"' in html
    ready.refresh_from_db()
    assert ready.purpose == "Theirs stands here"


def test_every_step_says_what_a_colleague_chose_meanwhile(
    signed_in: SignedIn, ready: Share, first: Closure, second: Closure, manager: User
) -> None:
    seen = ready.version
    asks = {ask: ask.words != "Theirs in spring" for ask in actions.asks_to_answer(ready)}
    actions.choose(ready, by=manager, asks=asks, ends_on=dt.date(2027, 3, 1), include_ours=True)
    browser = signed_in(manager)
    sent = {
        "share-what": {"closures": [str(second.pk)], "copy": "letter"},
        "share-asks": {f"ask_{ask.pk}": "yes" for ask in asks},
        "share-why": {"purpose": "Before we meet.", "ends_on": "2027-01-01"},
    }
    told_of = {}
    for name, choices in sent.items():
        answer = browser.post(page(name, ready), {"seen": seen, **choices})
        assert answer.status_code == 409
        assert "<title>Changed meanwhile: " in tight(answer)
        told_of[name] = answer.context["other_choices"]

    assert [words for _lead, words in told_of["share-what"]] == [
        "12 October 2026, 10 March 2026",
        "The whole report",
        "Yes",
    ]
    assert told_of["share-asks"] == [("Theirs in spring", "It stays with us")]
    assert told_of["share-why"] == [("Until when can it be read?", "1 March 2027")]


def test_step_after_it_was_shown_keeps_the_words_on_the_page(
    signed_in: SignedIn, shown_share: Share, manager: User
) -> None:
    browser = signed_in(manager)
    sent = {"seen": 0, "purpose": "Typed meanwhile", "ends_on": "2027-01-01"}

    answer = browser.post(page("share-why", shown_share), sent)

    assert answer.status_code == 409
    assert "Typed meanwhile" in answer.content.decode()
    assert browser.get(page("share-why", shown_share))["Location"] == page("share", shown_share)


def test_asks_page_without_asks_goes_on(signed_in: SignedIn, draft: Share, manager: User) -> None:
    assert signed_in(manager).get(page("share-asks", draft))["Location"] == page(
        "share-what", draft
    )


def test_preview_is_the_readers_page(
    signed_in: SignedIn, ready: Share, manager: User, commissioner: User, reader: User
) -> None:
    """Word for word: the report's own part of both pages is the same."""

    def report(html: str) -> str:
        return html[html.index('<article class="report">') : html.index("</article>")]

    before = signed_in(manager).get(page("share-preview", ready)).content.decode()
    actions.show_to_team(ready, by=manager)
    Share.objects.filter(pk=ready.pk).update(
        state="sent", sent_at=dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), sent_by=manager
    )
    address = reverse("shared-report", args=[ready.reference])
    after = signed_in(reader).get(address).content.decode()

    assert report(before) == report(after)


def test_preview_names_what_could_lead_to_one_person(
    signed_in: SignedIn, ready: Share, manager: User
) -> None:
    asks = "These could lead to one person. May they stay?"
    address = page("share-preview", ready)
    assert asks not in signed_in(manager).get(address).content.decode()
    Share.objects.filter(pk=ready.pk).update(purpose="Ring Jo: 07700 900123,\njo@example.org")
    text = tight(signed_in(manager).get(address).content.decode())
    assert f"{asks} <bdi>07700 900123</bdi>, <bdi>jo@example.org</bdi>" in text


def test_preview_incomplete_sends_to_what_is_missing(
    signed_in: SignedIn, draft: Share, manager: User, contributor: User
) -> None:
    address = page("share-preview", draft)

    assert signed_in(manager).get(address)["Location"] == page("share-what", draft)
    assert signed_in(contributor).get(address)["Location"] == page("share", draft)


@pytest.mark.parametrize("name", [*STEPS, "share-start"])
def test_preparing_belongs_to_the_manager(
    signed_in: SignedIn, ready: Share, contributor: User, service: Service, name: str
) -> None:
    address = reverse(name, args=[service.slug]) if name == "share-start" else page(name, ready)

    assert signed_in(contributor).get(address).status_code == 403
    assert signed_in(contributor).post(address, {}).status_code == 403
