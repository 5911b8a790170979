"""The talk itself in sentences: when, with whom, how, and when again."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from record.choices import HowTalked
from record.document import Record
from record.words import labels
from record.words.phrases import Sentence, day, fill, joined, listed, own_words, text


def who_was_there(record: Record) -> tuple[Sentence, ...]:
    """Return when the team talked, how many, who from, and how."""
    talk = record.occasion
    sentences = [fill(_("We talked on {day}."), day=day(talk.held_on))]
    if talk.about:
        sentences.append(fill(_("It was about {what}"), what=own_words(talk.about)))
    if talk.head_count:
        count = ngettext("There was one of us.", "There were {n} of us.", talk.head_count)
        sentences.append(fill(count, n=str(talk.head_count)))
    if talk.people_kinds:
        sentences.append(fill(_("With us: {kinds}."), kinds=listed(talk.people_kinds)))
    return (*sentences, *_how_talked(talk.how_talked, talk.how_talked_words))


def _how_talked(how: str, words: str) -> tuple[Sentence, ...]:
    if how == HowTalked.OTHER and words:
        return (fill(_("How we talked: {words}"), words=own_words(words)),)
    said = fill(_("How we talked: {how}."), how=labels.how_talked(how)) if how else text("")
    return (said, own_words(words))


def talked_over(record: Record) -> Sentence:
    """Return with whom the team talked it over, and what they said."""
    talk = record.occasion
    answer = text("")
    if talk.talked_over_said:
        answer = fill(_("They said: {words}"), words=own_words(talk.talked_over_said))
    return joined(own_words(talk.talked_over_with), answer)


def next_talk(record: Record) -> Sentence:
    """Return when the team means to talk again, who holds it and what it needs, or nothing."""
    talk = record.occasion
    when = by = needs = text("")
    if talk.next_talk_on:
        when = fill(_("We talk again about {day}."), day=day(talk.next_talk_on))
    elif talk.next_talk:
        when = text(_("We’ll see when we talk again."))
    if talk.next_talk_by:
        by = fill(_("It is held by: {who}"), who=own_words(talk.next_talk_by))
    if talk.next_talk_needs:
        things = listed(labels.need(need) for need in talk.next_talk_needs)
        needs = fill(_("For that we need {needs}."), needs=things)
    return joined(when, by, needs)


def dated(date: dt.date, words: str) -> Sentence:
    """Return words behind their day."""
    return joined(fill(_("{day}:"), day=day(date)), own_words(words))
