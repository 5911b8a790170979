"""Words that were taken out, and that a copy from before brings back, are taken out again."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Erasure, Service
from accounts.operations.erasures import as_lines
from assessments import actions as talk
from assessments.models import Closure, Note, TakenOut
from assessments.sealing.verify import problems
from office.actions.wiping import wipe_team
from record.taking_out import texts_in
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.actions.taking_out import key_of_words
from sharing.models import Reply, Share
from sharing.selectors import texts_beside_records
from tests.factories import ServiceFactory
from tests.sharing.test_taking_out import everything

DAY = dt.date(2026, 11, 20)
MARK = "Taken out on 20 November 2026"


def key(service: Service, words: str):
    return key_of_words(service, words)


def erase_again(tmp_path, capsys, *keys) -> str:
    """Type the command with a list of words' keys; return what it says."""
    listed = tmp_path / "erased.txt"
    listed.write_text(as_lines(("words", a_key, DAY) for a_key in keys), encoding="utf-8")
    call_command("erase_again", listed)
    return capsys.readouterr().out


def test_each_text_of_records_and_beside_them_is_found_by_its_key(posted: Share, tmp_path, capsys):
    service = posted.service
    closures = Closure.objects.of(service)
    texts = {words for closure in closures for words in texts_in(closure.record)}
    texts |= set(texts_beside_records(service))
    assert len(texts) > 10
    output = erase_again(tmp_path, capsys, *(key(service, words) for words in texts))
    assert output == f"Erased again: words {len(texts)}.\n"
    left = {words for closure in closures.all() for words in texts_in(closure.record)}
    assert left | set(texts_beside_records(service)) <= {MARK}
    assert list(problems()) == []
    assert not TakenOut.objects.exclude(day=DAY).exists()


def test_record_is_as_it_was_after_they_were_taken_out_the_first_time(
    first: Closure, manager, tmp_path, capsys
):
    service, before = first.assessment.service, first.document
    actions.take_out_everywhere(service, words="The spring line", by=manager)
    first.refresh_from_db()
    taken_out = (first.document, first.digest)
    row = Erasure.objects.get()
    assert (row.kind, row.key) == ("words", key(service, "The spring line"))
    # As a copy from before has it.
    Erasure.objects.all().delete()
    TakenOut.objects.all().delete()
    digest = Closure.objects.get(pk=first.pk).digest
    Closure.objects.filter(pk=first.pk).update(document=before)
    day = timezone.localdate(row.at)
    listed = tmp_path / "erased.txt"
    listed.write_text(as_lines([("words", row.key, day)]), encoding="utf-8")
    call_command("erase_again", listed)
    assert capsys.readouterr().out == "Erased again: words 1.\n"
    first.refresh_from_db()
    assert (first.document, first.digest, digest) == (*taken_out, taken_out[1])


def test_same_words_written_since_stay_until_they_are_taken_out_again(
    service, manager, tmp_path, capsys
):
    """A name that came up once more in another sense is lost by no restore and by no list."""
    rows = Service.objects.filter(pk=service.pk)

    def take_out_anew() -> None:
        rows.update(what_matters="Jo")
        actions.take_out_everywhere(service, words="Jo", by=manager)

    take_out_anew()
    first = key(service, "Jo")
    rows.update(what_matters="Jo")
    assert erase_again(tmp_path, capsys, first) == "Erased again: nothing that was here.\n"
    assert rows.get().what_matters == "Jo"
    take_out_anew()
    (second,) = Erasure.objects.exclude(key=first).values_list("key", flat=True)
    # As a copy from between the two has it, on the very same day.
    Erasure.objects.filter(key=second).delete()
    rows.update(what_matters="Jo")
    assert erase_again(tmp_path, capsys, first, second) == "Erased again: words 1.\n"
    assert rows.get().what_matters == MARK


def test_neither_list_nor_table_holds_a_word(
    first: Closure, manager, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    service = first.assessment.service
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_out_everywhere(service, words="The spring line", by=manager)
    one = key(service, "The spring line")
    day = timezone.localdate().isoformat()
    listed = (tmp_path / "erased.txt").read_text(encoding="utf-8")
    assert listed.splitlines()[1:] == [f"words {one} {day}"]
    assert "The spring line" not in everything()
    settings.SECRET_KEY = get_random_string(64)
    assert key(service, "The spring line") != one  # nobody tries words without the site's secret


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Before\nJo did\nit twice\nAfter", "Jo did\nit twice", f"Before\n{MARK}\nAfter"),
        ("They said: Jo did\nit", "Jo did\nit", f"They said: {MARK}"),
        ("Not Jo did", "Jo did", "Not Jo did"),
    ],
    ids=["lines", "after a colon", "inside others"],
)
def test_words_in_a_longer_text_of_the_copy(text, words, left, service, tmp_path, capsys):
    """They go where taking them out would have found them, and nowhere else."""
    Service.objects.filter(pk=service.pk).update(what_matters=text)
    erase_again(tmp_path, capsys, key(service, words))
    service.refresh_from_db()
    assert service.what_matters == left


def test_key_of_another_team_or_of_a_secret_before(first: Closure, settings, tmp_path, capsys):
    service = first.assessment.service
    other = ServiceFactory()
    output = erase_again(tmp_path, capsys, key(other, "The spring line"))
    assert output == "Erased again: nothing that was here.\n"
    one = key(service, "The spring line")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = get_random_string(64)
    assert erase_again(tmp_path, capsys, one) == "Erased again: words 1.\n"


def test_words_that_a_body_quoted_go_where_all_of_the_team_has_gone_too(
    posted: Share, commissioner, tmp_path, capsys
):
    part = ReplyPart(posted, Reply.About.HEARD)
    fields = {"words": "You wrote: The spring line"}
    actions.send_reply(part, fields, seen=part.seen(), by=commissioner)
    wipe_team(posted.service)
    output = erase_again(tmp_path, capsys, key(posted.service, "The spring line"))
    assert output == "Erased again: words 1.\n"
    assert Reply.objects.get().words == f"You wrote: {MARK}"


def test_note_that_was_taken_out_goes_again(service, contributor, tmp_path, capsys):
    note = talk.keep_note(service=service, words="Note: Jo", by=contributor)
    pk = note.pk
    talk.take_out_note(Note.objects.get(pk=pk), by=None)
    row = Erasure.objects.get()
    assert (row.kind, row.key) == ("note", pk)
    note.save(force_insert=True)
    listed = tmp_path / "erased.txt"
    listed.write_text(as_lines([("note", pk, DAY)]), encoding="utf-8")
    call_command("erase_again", listed)
    assert capsys.readouterr().out == "Erased again: note 1.\n"
    assert not Note.objects.exists()
