"""Words that should never have been written: nothing of them is left, and the seal says so."""

from io import StringIO
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.urls import reverse

from accounts.kept_posts import keep_post
from accounts.models import Event, KeptPost
from assessments import actions as talk
from assessments.actions import Choice
from assessments.actions.taking_out import LIVE
from assessments.models import Closure, Draft, TakenOut
from assessments.sealing.verify import problems
from frameworks.models import Framework
from record.document import digest
from record.taking_out import texts_in
from reports.content.report import fingerprint_of
from sharing import actions
from sharing.models import Reply, Share, ShareFile
from sharing.selectors import frozen_report
from tests.sharing.story import UNTIL
from tests.together import at_once

MARK = "Taken out on 20 November 2026"
APPS = ("accounts", "frameworks", "assessments", "reports", "agreeing", "mirror", "sharing")


def everything() -> str:
    """Return what all our tables hold, as text: not what is drawn, in which any letters may be."""
    rows = []
    drawn = {"password"}
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            fields = {field.attname for field in model._meta.concrete_fields}
            names = sorted(fields - drawn)
            rows += [str(row) for row in model._default_manager.values_list(*names)]
    return "\n".join(rows)


def take_out(client, closure: Closure, words: str):
    """Take words out by the record's page."""
    return client.post(reverse("take-words-out", args=[closure.pk]), {"passage": digest(words)})


@pytest.fixture
def full(first: Closure, framework: Framework, manager, contributor) -> Closure:
    """Return a record in which everything that can be written was, and put right once."""
    service = first.assessment.service
    talk.keep_note(service=service, words="Note: Jo", by=contributor)
    one_talk = talk.start(
        service=service, framework=framework, length="themes", by=contributor, about="About Jo"
    )
    soil, light = framework.lines.get(code="soil"), framework.lines.get(code="light")
    shoot = framework.levels.get(code="shoot")
    talk.place(one_talk, soil, Choice("placed", shoot), by=contributor)
    talk.place(one_talk, light, Choice("not_ours"), status_words="Because of Jo", by=contributor)
    talk.add_example(
        one_talk,
        words="Jo said so.\nJo did it (twice)",
        link="https://example.org/jo",
        lines=[soil],
        by=contributor,
    )
    named = talk.name_factor(
        one_talk, kind="obstacle", words="Jo is in the way", reach="someone_else", by=contributor
    )
    talk.put_ask(
        one_talk,
        named.factor.ask,
        words="Ask of Jo",
        why="Why Jo",
        tried="Tried Jo",
        would_change="Change Jo",
        meanwhile="Meanwhile Jo",
        by=contributor,
    )
    talk.try_step(
        one_talk,
        what="Talk with Jo",
        who="Jo herself",
        by_when="When Jo is in",
        notice="Jo will know",
        by=contributor,
    )
    talk.add_around(one_talk, happened_on=one_talk.held_on, words="Jo came", by=contributor)
    talk.describe(
        one_talk,
        by=contributor,
        how_talked_words="As Jo does",
        talked_over_with="With Jo",
        talked_over_said="Jo agreed",
        not_heard="Jo was out",
        opening="Dear all, Jo is here",
    )
    talk.finish(one_talk, by=contributor)
    talk.put_right(one_talk, reason="Jo was there", by=manager)
    return talk.finish(one_talk, by=manager)


def test_nothing_is_left_of_any_text(full: Closure, manager) -> None:
    texts = [words for words in texts_in(full.record) if "jo" in words.lower()]
    assert len(texts) == 22
    for words in texts:
        actions.take_out_everywhere(full.assessment.service, words=words, by=manager)

    left = everything()
    assert "Jo" not in left
    assert "example.org/jo" not in left
    assert list(problems()) == []
    again = Closure.objects.get(pk=full.pk).record
    assert again.examples[0].words == MARK
    assert again.examples[0].link == ""


def test_every_column_people_write_in_is_looked_at() -> None:
    """A new column either is one, or is said here to be none."""
    none = {
        "Assessment.people_kinds",
        "Ask.to",
        "Closure.document",
        "Draft.page",
        "Reading.status",
        "Assessment.framework_slug",
    }
    for model in apps.get_app_config("assessments").get_models():
        _way, names = LIVE.get(model, ("", ()))
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.TextField) or (
                isinstance(field, models.CharField) and not field.choices
            )
            label = f"{model.__name__}.{field.name}"
            if free and label not in none and "digest" not in field.name:
                assert field.name in names, label


def test_page_lists_the_texts_and_takes_one_out(posted: Share, first, signed_in, manager) -> None:
    browser = signed_in(manager)
    record = browser.get(first.get_absolute_url()).content.decode()
    address = reverse("take-words-out", args=[first.pk])
    assert f'href="{address}"' in record
    assert "The spring line" in browser.get(address).content.decode()
    old = first.digest

    answer = take_out(browser, first, "The spring line")

    page = browser.get(answer.url).content.decode()
    assert "The spring line" not in everything()
    assert MARK in page
    assert old in page
    row = TakenOut.objects.get()
    first.refresh_from_db()
    assert (row.closure, row.by, row.old_digest) == (first, "manager", old)
    assert row.new_digest == first.digest == digest(first.document)
    assert Event.objects.get(act="words_taken_out").actor == manager
    assert MARK not in browser.get(address).content.decode()  # nothing is left of that to take out
    again = take_out(browser, first, "The spring line")
    assert again.status_code == 302
    assert "not there any more" in browser.get(again.url).content.decode()
    assert TakenOut.objects.count() == 1


def test_journey_that_was_looked_at_before_loses_them_too(
    first: Closure, second: Closure, signed_in, manager
) -> None:
    """A process keeps a journey in mind: by what is written in its records, not by their keys."""
    browser = signed_in(manager)
    journey = reverse("journey", args=[first.assessment.service.slug])
    assert "The autumn line" in browser.get(journey).content.decode()

    take_out(browser, second, "The autumn line")

    page = browser.get(journey).content.decode()
    assert "The autumn line" not in page
    assert MARK in page


@pytest.mark.parametrize("words", ["The autumn line", "Theirs in spring", "A try in autumn"])
@pytest.mark.parametrize("ending", ["live", "taken back"])
def test_frozen_copies_lose_the_words_and_their_pdf(
    posted: Share, second, signed_in, manager, reader, words, ending
) -> None:
    if ending == "taken back":
        actions.take_back(posted, by=manager)
    before = posted.digest
    assert words in posted.document

    first = Closure.objects.get(held_on="2026-03-10")
    take_out(signed_in(manager), second if "autumn" in words else first, words)

    posted.refresh_from_db()
    report = frozen_report(posted)
    assert words.lower() not in posted.document.lower()
    assert MARK in posted.document
    assert report.provenance.fingerprint == fingerprint_of(report)
    assert posted.digest != before
    assert not ShareFile.objects.exists()
    page = signed_in(manager).get(posted.get_absolute_url()).content.decode()
    assert "On 20 November 2026 words were taken out of this copy." in " ".join(page.split())
    assert "The PDF that held them is gone." in page
    assert reverse("share-pdf", args=[posted.pk]) not in page
    assert signed_in(manager).get(reverse("share-pdf", args=[posted.pk])).status_code == 404
    if ending == "live":
        address = reverse("shared-report", args=[posted.reference])
        text = " ".join(signed_in(reader).get(address).content.decode().split())
        assert (
            f"<bdi>{posted.service.name}</bdi> took words out of this report on 20 November 2026."
            in text
        )
        assert MARK.lower() in text.lower()
        assert reverse("shared-pdf", args=[posted.reference]) not in text


def test_copy_that_never_held_them_is_as_it_was(posted: Share, first, manager) -> None:
    before = (posted.document, posted.version)

    actions.take_out_everywhere(posted.service, words="the spring lead", by=manager)

    posted.refresh_from_db()
    assert (posted.document, posted.version) == before
    assert posted.words_taken_out_on is None
    assert ShareFile.objects.filter(share=posted).exists()


def test_every_number_and_every_conversation_that_said_it(full: Closure, manager) -> None:
    numbers = list(full.assessment.closures.order_by("number"))

    changed = actions.take_out_everywhere(full.assessment.service, words="Jo came", by=manager)

    assert changed == numbers
    assert TakenOut.objects.count() == 2
    assert list(problems()) == []


def test_words_inside_other_words_stay(first: Closure, framework, manager) -> None:
    one_talk = talk.start(
        service=first.assessment.service, framework=framework, length="themes", by=manager
    )
    for words in ("Yes", "Yes, and how"):
        talk.add_example(one_talk, words=words, by=manager)
    closure = talk.finish(one_talk, by=manager)

    actions.take_out_everywhere(first.assessment.service, words="Yes", by=manager)

    closure = Closure.objects.get(pk=closure.pk)
    assert [example.words for example in closure.record.examples] == [MARK, "Yes, and how"]


def test_next_example_becomes_the_line_of_the_team(
    service, framework: Framework, contributor, manager
) -> None:
    """No level is told without words while there are any; also once it is put right."""
    soil, shoot = framework.lines.get(code="soil"), framework.levels.get(code="shoot")
    one_talk = talk.start(service=service, framework=framework, length="themes", by=contributor)
    talk.place(one_talk, soil, Choice("placed", shoot), by=contributor)
    both = [soil, framework.lines.get(code="whole")]
    for words, lines in (("Jo cried", [soil]), ("Jo cried", both), ("We laughed", [soil])):
        talk.add_example(one_talk, words=words, lines=lines, by=contributor)
    talk.finish(one_talk, by=contributor)
    actions.take_out_everywhere(service, words="Jo cried", by=manager)
    assert one_talk.closures.get().record.team_line("soil") == "We laughed"
    talk.put_right(one_talk, reason="It was Tuesday", by=manager)
    assert talk.finish(one_talk, by=manager).record.team_line("soil") == "We laughed"
    actions.take_out_everywhere(service, words="We laughed", by=manager)
    talk.put_right(one_talk, reason="Something else", by=manager)
    talk.add_example(one_talk, words="It rained", lines=[soil], by=contributor)
    assert talk.finish(one_talk, by=manager).record.team_line("soil") == "It rained"


def test_drafts_lose_them_too(full: Closure, contributor, manager) -> None:
    Draft.objects.create(
        user=contributor,
        assessment=full.assessment,
        page="try",
        fields={"what": "Jo came", "more": ["Jo came", "Tea"]},
        saved_at=full.sealed_at,
    )

    actions.take_out_everywhere(full.assessment.service, words="Jo came", by=manager)

    assert Draft.objects.get().fields == {"what": MARK, "more": [MARK, "Tea"]}


def test_another_team_keeps_its_words(first: Closure, sibling_service, framework, manager) -> None:
    one_talk = talk.start(service=sibling_service, framework=framework, length="themes", by=manager)
    talk.add_example(one_talk, words="The spring line", by=manager)
    theirs = talk.finish(one_talk, by=manager)

    actions.take_out_everywhere(first.assessment.service, words="The spring line", by=manager)

    assert Closure.objects.get(pk=theirs.pk).digest == theirs.digest
    assert one_talk.team.examples.get().words == "The spring line"


def test_verify_says_what_can_no_longer_be_proved(first: Closure, manager) -> None:
    old = first.digest
    actions.take_out_everywhere(first.assessment.service, words="The spring line", by=manager)
    actions.take_out_everywhere(first.assessment.service, words="Ours in spring", by=manager)
    out = StringIO()

    call_command("verify_closures", stdout=out)

    output = out.getvalue()
    assert f"as kept before ({old}) it can no longer be proved" in output
    assert output.count("no longer be proved") == 2
    assert output.endswith("1 record agrees.\n")


def test_what_was_written_anew_is_proved(first: Closure, manager) -> None:
    actions.take_out_everywhere(first.assessment.service, words="The spring line", by=manager)
    changed = Closure.objects.get(pk=first.pk).document.replace(MARK, "never said")
    Closure.objects.filter(pk=first.pk).update(document=changed, digest=digest(changed))

    assert any("written anew" in problem for problem in problems())


def test_who_may(first: Closure, signed_in, contributor) -> None:
    browser = signed_in(contributor)
    address = reverse("take-words-out", args=[first.pk])

    assert address not in browser.get(first.get_absolute_url()).content.decode()
    assert browser.get(address).status_code == 403
    assert take_out(browser, first, "The spring line").status_code == 403
    assert not TakenOut.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_take_out_once(first: Closure, manager) -> None:
    service = first.assessment.service

    at_once(
        *[lambda: actions.take_out_everywhere(service, words="The spring line", by=manager)] * 2
    )

    assert TakenOut.objects.count() == 1
    assert list(problems()) == []


def test_form_that_waits_for_its_writer_and_a_reply_lose_them_too(posted, manager, contributor):
    """What was typed while signed out stands in no table of the team's yet."""
    closure = posted.closures.first()
    path = f"/conversation/{closure.assessment_id}/around/"
    body = urlencode({"help_1": "Before we meet.", "help_2": "Tea"})
    for page_path in (path, f"/share/{posted.pk}/why/"):
        keep_post(path=page_path, body=body, by=contributor)
    elsewhere = keep_post(path="/s/cedar-house/remember/", body=body, by=contributor)
    Reply.objects.create(
        share=posted,
        about="heard",
        words="Before we meet.\nThank you.",
        written_at=posted.sent_at,
        written_by=manager,
    )
    purpose = "Before we meet."
    actions.take_out_everywhere(posted.service, words=purpose, by=manager)

    bodies = {row.path: row.body for row in KeptPost.objects.exclude(pk=elsewhere.pk)}
    assert len(bodies) == 2
    for left in bodies.values():
        assert "Before" not in left
        assert "Tea" in left
    assert KeptPost.objects.get(pk=elsewhere.pk).body == body
    assert Reply.objects.get().words.endswith("\nThank you.")
    assert "Before" not in Reply.objects.get().words


def test_what_stands_in_no_record_can_be_taken_out_by_the_page(
    posted: Share, signed_in, manager, commissioner
) -> None:
    newest = posted.closures.order_by("held_on").last()
    Reply.objects.create(
        share=posted,
        about=Reply.About.HEARD,
        words="Greetings to Jo",
        written_at=posted.sent_at,
        written_by=commissioner,
        sent_at=posted.sent_at,
    )
    of_report = {"meet": "A Tuesday with Kit", "hard_to_say": "Kit was late", "quote": "All by Kit"}
    Share.objects.filter(pk=posted.pk).update(**of_report)
    browser = signed_in(manager)
    about = browser.get(posted.get_absolute_url()).content.decode()
    address = reverse("take-words-out", args=[newest.pk])
    assert f'href="{address}"' in about
    for words in ("Greetings to Jo", posted.purpose, *of_report.values()):
        assert words in browser.get(address).content.decode()
        for _press in range(2):
            again = take_out(browser, newest, words)
            assert (again.status_code, again.url) == (302, newest.get_absolute_url())
        assert words not in everything()


def test_one_word_in_small_letters_leaves_what_was_sent(
    service, body, framework, manager, contributor
):
    """It looks like a code of ours: none of those may go, and no name may stay."""
    one_talk = talk.start(service=service, framework=framework, length="themes", by=contributor)
    soil = framework.lines.get(code="soil")
    talk.add_example(one_talk, words="jo", lines=[soil], by=contributor)
    closure = talk.finish(one_talk, by=contributor)
    share = actions.prepare_share(service=service, body=body, by=manager)
    sections = ["changes", "themes", "examples"]
    actions.choose(share, by=manager, closures=[closure], sections=sections, ends_on=UNTIL)
    actions.choose(share, by=manager, purpose="Before we meet.")
    actions.show_to_team(share, by=manager)
    assert '"jo"' in share.document

    actions.take_out_everywhere(service, words="jo", by=manager)

    share.refresh_from_db()
    assert '"jo"' not in share.document
    assert MARK in share.document
    assert '"code":"soil"' in share.document
    assert digest(share.document) == share.digest
    frozen_report(share)
