"""Choosing what goes to whom, why and until when."""

import datetime as dt

import pytest

from accounts.models import Event, Organisation, Service, User
from assessments import actions as talk
from assessments.actions import Refused
from assessments.models import Ask, Closure
from assessments.selectors import is_by_one
from frameworks.models import Framework
from reports.content import SECTIONS
from sharing import actions
from sharing.actions.preparing import ALPHABET, draw_reference
from sharing.models import Share
from sharing.report import THREE_AT_MOST, asks_offered, missing_choice
from sharing.selectors import bodies_to_share_with
from tests.factories import CommissioningBodyFactory, ServiceFactory
from tests.people import in_organisation, in_team
from tests.records import a_record
from tests.sharing.story import UNTIL


def events() -> list[str]:
    return list(Event.objects.filter(act__startswith="share").values_list("act", flat=True))


def test_prepare_share_begins_a_draft_and_records_it(draft: Share, body: Organisation) -> None:
    assert (draft.state, draft.body, draft.sections, draft.include_ours) == (
        "draft",
        body,
        [],
        False,
    )
    assert events() == ["share_prepared"]


def test_prepare_share_reference_is_unambiguous() -> None:
    drawn = {draw_reference() for _ in range(200)}

    assert len(drawn) > 190
    for reference in drawn:
        start, four, two = reference.split("-")
        assert (start, len(four), len(two)) == ("PZ", 4, 2)
        assert set(four + two) <= set(ALPHABET)
    assert not set("01IO") & set(ALPHABET)


def test_prepare_share_with_a_provider_is_refused(
    service: Service, organisation: Organisation, manager: User
) -> None:
    with pytest.raises(Refused, match="from the list"):
        actions.prepare_share(service=service, body=organisation, by=manager)


def test_prepare_share_with_the_teams_own_body_is_refused(body: Organisation) -> None:
    own = ServiceFactory(organisation=body)
    by = in_team(own, "manager", "Own Manager")

    with pytest.raises(Refused, match="your own organisation"):
        actions.prepare_share(service=own, body=body, by=by)


def test_prepare_share_where_one_of_the_team_reads_is_refused(
    service: Service, body: Organisation, manager: User
) -> None:
    # Memberships forbid this; an import or an old row could still hold it.
    both = in_organisation(body, "reader", "Both Sides")
    service.memberships.create(user=both, role="contributor")

    with pytest.raises(Refused, match="Somebody on your side reads for this body") as refused:
        actions.prepare_share(service=service, body=body, by=manager)

    assert "Both" not in str(refused.value)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2026, 11, 19), "after today"),
        (dt.date(2026, 11, 20), "after today"),
        (dt.date(2028, 11, 21), "within two years"),
    ],
)
def test_choose_day_that_does_not_fit(draft: Share, manager: User, day: dt.date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        actions.choose(draft, by=manager, ends_on=day)

    draft.refresh_from_db()
    assert draft.ends_on is None


@pytest.mark.parametrize("day", [dt.date(2026, 11, 21), dt.date(2028, 11, 20)])
def test_choose_first_and_last_day_that_fit(draft: Share, manager: User, day: dt.date) -> None:
    assert actions.choose(draft, by=manager, ends_on=day).ends_on == day


def test_choose_two_years_from_a_leap_day(draft: Share, manager: User) -> None:
    at = dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC)

    with pytest.raises(Refused, match="two years"):
        actions.choose(draft, by=manager, ends_on=dt.date(2030, 3, 1), at=at)
    assert actions.choose(draft, by=manager, ends_on=dt.date(2030, 2, 28), at=at).version == 1


def test_choose_keeps_sections_in_the_reports_order(draft: Share, manager: User) -> None:
    actions.choose(draft, by=manager, sections=["themes", "changes"])

    assert draft.sections == ["changes", "themes"]


@pytest.mark.parametrize(
    ("sections", "why"),
    [(["levels"], "from the list"), (["examples"], "theme by theme")],
)
def test_choose_section_that_is_none_or_stands_alone(
    draft: Share, manager: User, sections: list[str], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        actions.choose(draft, by=manager, sections=sections)


def test_choose_another_teams_conversation_is_refused(
    draft: Share, manager: User, other_service: Service, first: Closure
) -> None:
    first.assessment.service = other_service
    first.assessment.save()

    with pytest.raises(Refused, match="your team’s finished"):
        actions.choose(draft, by=manager, closures=[first], purpose="Kept?")

    draft.refresh_from_db()
    assert (draft.closures.count(), draft.purpose) == (0, "")


def test_choose_another_teams_ask_is_refused(
    ready: Share, manager: User, second: Closure, first: Closure
) -> None:
    """Of two conversations only the first is chosen: what the second asks is not its to answer."""
    actions.choose(ready, by=manager, closures=[first])
    later = Ask.objects.get(asked_in=second.assessment)

    with pytest.raises(Refused, match="in these conversations"):
        actions.choose(ready, by=manager, asks={later: True})


def test_choose_from_an_older_version_is_refused(draft: Share, manager: User) -> None:
    seen = draft.version
    actions.choose(draft, by=manager, purpose="Theirs")

    with pytest.raises(actions.Stale):
        actions.choose(draft, by=manager, seen=seen, purpose="Mine")

    draft.refresh_from_db()
    assert draft.purpose == "Theirs"


def test_choose_after_it_was_shown_is_refused(shown_share: Share, manager: User) -> None:
    with pytest.raises(actions.Stale):
        actions.choose(shown_share, by=manager, purpose="Later")


def test_missing_says_what_in_the_order_of_the_pages(
    draft: Share, first: Closure, manager: User
) -> None:
    pages = []
    for choice in (
        lambda: {"closures": [first], "sections": ["changes"]},
        lambda: {"asks": dict.fromkeys(actions.asks_to_answer(draft), False)},
        lambda: {"purpose": "Now"},
        lambda: {"ends_on": dt.date(2027, 1, 1)},
    ):
        left = missing_choice(draft)
        assert left is not None
        pages.append(left[0])
        actions.choose(draft, by=manager, **choice())

    assert pages == ["what", "asks", "why", "why"]
    assert missing_choice(draft) is None


def test_asks_are_offered_as_last_told(
    ready: Share, second: Closure, contributor: User, manager: User
) -> None:
    """One that is gone comes last and says so; it is asked about all the same."""
    theirs = Ask.objects.get(asked_in__held_on=dt.date(2026, 3, 10))
    put_right_talk = talk.put_right(second.assessment, reason="It is gone", by=manager)
    talk.follow_up(put_right_talk, theirs.factor, state="gone", by=contributor)
    talk.finish(put_right_talk, by=contributor)

    assert [(item.what.words, item.is_gone) for item in asks_offered(ready)] == [
        ("Theirs in autumn", False),
        ("Theirs in spring", True),
    ]
    assert actions.asks_to_answer(ready)[1] == theirs


def test_asks_that_are_gone_do_not_fill_the_three(
    service: Service, framework: Framework, draft: Share, contributor: User, manager: User
) -> None:
    early = talk.start(
        service=service,
        framework=framework,
        length="themes",
        held_on=dt.date(2026, 3, 10),
        by=manager,
    )
    for words in ("One", "Two", "Three", "Four"):
        talk.name_factor(
            early,
            kind="obstacle",
            words=words,
            reach="someone_else",
            to="partner",
            by=manager,
        )
    earlier = talk.finish(early, by=manager)
    later = talk.start(service=service, framework=framework, length="themes", by=manager)
    obstacle = Ask.objects.get(words="One").factor
    talk.follow_up(later, obstacle, state="gone", by=contributor)
    actions.choose(draft, by=manager, closures=[earlier, talk.finish(later, by=manager)])

    actions.choose(draft, by=manager, asks=dict.fromkeys(actions.asks_to_answer(draft), True))

    assert missing_choice(draft) != ("asks", str(THREE_AT_MOST))


def test_what_was_taken_out_of_a_conversation_is_not_shared(
    service: Service, framework: Framework, draft: Share, manager: User
) -> None:
    one_talk = talk.start(service=service, framework=framework, length="themes", by=manager)
    soil = framework.lines.get(code="soil")
    by = {"by": manager}
    example = talk.add_example(one_talk, words="A story taken out", lines=[soil], **by)
    talk.add_example(one_talk, words="A story that stays", lines=[soil], **by)
    factor = talk.name_factor(one_talk, kind="help", words="A help taken out", **by)
    step = talk.try_step(one_talk, what="A try taken out", **by)
    talk.remove_row(one_talk, example, **by)
    talk.remove_row(one_talk, factor, **by)
    talk.remove_row(one_talk, step, **by)
    actions.choose(
        draft,
        closures=[talk.finish(one_talk, by=manager)],
        sections=SECTIONS,
        purpose="Before we meet.",
        ends_on=UNTIL,
        include_ours=True,
        **by,
    )

    text = actions.preview(draft).to_json()

    assert "A story that stays" in text
    assert "taken out" not in text


def test_preview_takes_what_was_put_right_since(
    ready: Share, second: Closure, contributor: User, manager: User
) -> None:
    put_right_talk = talk.put_right(second.assessment, reason="Words", by=manager)
    soil = put_right_talk.framework.lines.get(code="soil")
    talk.add_example(put_right_talk, words="Said later", lines=[soil], by=contributor)
    talk.finish(put_right_talk, by=contributor)

    assert "Said later" in actions.preview(ready).to_json()


def test_preview_says_how_many_only_where_all_are_in(
    ready: Share, second: Closure, manager: User
) -> None:
    everything = actions.preview(ready).letter.took_part
    actions.choose(ready, by=manager, closures=[second])
    one = actions.preview(ready)

    assert everything.startswith("This comes from two conversations among ourselves")
    assert one.letter.took_part.startswith("This comes from a conversation among ourselves that we")
    assert any("selected conversations" in line for line in one.reading.left_out)
    assert one.changes is not None
    assert one.changes.first_time.startswith("This comes from one conversation, so nothing")


def test_preview_of_two_of_three_says_selected(
    ready: Share, first: Closure, service: Service, contributor: User
) -> None:
    third = talk.start(
        service=service, framework=first.assessment.framework, length="coffee", by=contributor
    )
    talk.finish(third, by=contributor)

    letter = actions.preview(ready).letter.took_part

    assert letter.startswith("This comes from selected conversations among ourselves, the first on")
    assert " two " not in letter


def test_preview_incomplete_is_refused(draft: Share) -> None:
    with pytest.raises(Refused, match="at least one"):
        actions.preview(draft)


def test_bodies_to_choose_from_leave_out_providers(service: Service, body: Organisation) -> None:
    other = CommissioningBodyFactory(name="Aberdare Council", slug="aberdare")

    assert list(bodies_to_share_with(service)) == [other, body]


def test_report_of_one_who_works_alone_says_so(ready: Share, manager: User) -> None:
    """The team is the manager alone; with a colleague it is a team."""
    with_two = actions.preview(ready).letter.took_part
    ready.service.memberships.exclude(user=manager).update(ended_on=dt.date(2026, 11, 1))

    assert "I work here by myself" not in with_two
    assert actions.preview(ready).letter.took_part.startswith("I work here by myself")


@pytest.mark.parametrize(
    ("counts", "alone"), [((1, 1), True), ((None, 1), True), ((6, 1), False), ((1, 2), False)]
)
def test_one_account_is_one_person_unless_several_talked(
    service: Service,
    manager: User,
    contributor: User,
    counts: tuple[int | None, ...],
    alone: bool,
) -> None:
    """That one person signs in does not say that nobody else works there."""
    talks = [a_record(UNTIL, head_count=count).occasion for count in counts]
    assert not is_by_one(service, talks)
    since, ended = dt.date(2026, 1, 1), dt.date(2026, 11, 1)
    service.memberships.exclude(user=manager).update(since=since, ended_on=ended)
    assert is_by_one(service, talks) is alone
    service.memberships.update(since=since)
    uncounted = a_record(dt.date(2026, 3, 10)).occasion
    assert not is_by_one(service, [*talks, uncounted])  # when both were in the team
