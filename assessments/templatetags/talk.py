"""Words that templates of a conversation put together."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.models import AskAnswer, Assessment
from frameworks.selectors import tree_by_id
from frameworks.tree import FrameworkTree
from record.read_back.lines import answer_alone, answer_sentence
from record.words import days, labels, phrases

register = template.Library()
register.filter(phrases.mid_sentence)
register.filter(labels.recipients_in_words)


@register.filter("near_day")
def day_seen_today(day: dt.date) -> str:
    """Say a day, or that of a moment: with its year unless it is this one."""
    return days.near_day(_local(day), timezone.localdate())


@register.filter("since_when")
def since_when_today(day: dt.date) -> str:
    """Say since when it has been so, by a day or a moment: "today", where it is this one."""
    return days.since_when(_local(day), timezone.localdate())


def _local(day: dt.date) -> dt.date:
    return timezone.localdate(day) if isinstance(day, dt.datetime) else day


@register.simple_tag
def said_in(day: dt.date, now: dt.date, about: str = "") -> str:
    """Return "In March we said" of a day beside a later one; `about`: of what, if of one thing."""
    if about:
        form = _("{When}, about “{what}”, we said")
        return phrases.fill(form, When=_opened(day, now), what=about).plain
    return _("{When} we said").replace("{When}", _opened(day, now))


@register.simple_tag
def since(day: dt.date, now: dt.date) -> str:
    """Return "Since March we kept these" of a day beside a later one."""
    return _("Since {month} we kept these").replace("{month}", days.month_of(day, now))


def _opened(day: dt.date, now: dt.date) -> str:
    """Return "In March" or "On 3 March" of a day beside a later one, "Earlier on" of the same."""
    if day == now:
        return phrases.opening(days.which_on(day, now, place=0, of=2)).text
    return phrases.opening(days.when(day, now)).text


@register.simple_tag
def words_of(assessment: Assessment) -> FrameworkTree:
    """Return the words of the framework of a conversation: its own name for an occasion, too."""
    return tree_by_id(assessment.framework_id)


@register.filter
def answered(answer: AskAnswer) -> SafeString:
    """Return an answer to an ask as a sentence: when, what, and its words."""
    codes = () if answer.body_id else answer.ask.asked_of
    return answer_sentence(answer.text, asked_of=codes).html


@register.filter
def answered_alone(answer: AskAnswer) -> SafeString:
    """Return an answer where who gave it, and when, stands above it."""
    return answer_alone(answer.text).html


@register.filter
def at(table: dict[str, str], key: str) -> str:
    return table.get(key, "")
