"""Where one person is the whole team, nothing of what is sent and said speaks of a team."""

import contextlib
import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils import timezone

import agreeing.urls
import reports.urls
import sharing.urls
from accounts.actions import archive_team, end_membership, send_due_letters
from accounts.models import Service, User
from agreeing import actions as agreeing_actions
from agreeing.models import Tie
from agreeing.selectors import meeting_seen, seen_of
from agreeing.text import who_reads
from assessments.actions import decide_release, describe, finish, open_theme, put_right, start
from assessments.models import Closure
from frameworks.models import Framework
from frameworks.selectors import tree_for
from sharing import actions
from sharing.actions.replying import ReplyPart
from sharing.models import Reply, Share
from tests.factories import ServiceFactory
from tests.people import in_team

# Statement of one person. A place's own page is called so in the menu, for everybody.
SPEAKS = re.compile(
    r"(?i)\b(?:the|your|whole|our|a) (?:whole )?team\b|team’s|nights included|yourselves"
)


def names(entries: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the name of every address among these."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from names(entry.url_patterns)
        elif entry.name:
            yield entry.name


NAMES = [*names(sharing.urls.urlpatterns), *names(agreeing.urls.urlpatterns)]
# Pages that tell of talks: to the team, and to whoever leads on it.
OF_TALKS = [*names(reports.urls.urlpatterns), "record", "kept", "shown-team", "shown"]
TABLE, SHEET = ("", "?as=table"), ("", "?show=1&talked=soil")
ASKED = {"journey": TABLE, "shown-team": TABLE, "wall": SHEET}
AHEAD = re.compile(
    r"(?i)we are trying|what we ask\b|talk again|next (?:talk|conversation|time)|begins? the"
    r"|ask (?:somebody|several) in|what matters|how this will be used"
)
# A team's own pages of today, where it has kept a talk; who is in the team is said there to all.
OF_TODAY = {"home": False, "service": True, "start": True}
WE = re.compile(r"(?i)\b(?:us|we|our|ours|ourselves)\b")
OF_MORE = re.compile(r"(?i)\b(?:(?<!of )us|we|our|ours|ourselves|team)\b")
OF_ONE = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Mm]ine|[Mm]yself)\b")


@pytest.fixture
def alone(ready: Share, service: Service, manager: User, contributor: User) -> Share:
    """A report with every choice made, of a team that one person is."""
    end_membership(service.memberships.get(user=contributor), by=manager)
    actions.choose(ready, by=manager, held=[], quotable="no", hard_to_say="It is hard.")
    return ready


def addresses(share: Share) -> Iterator[str]:
    """Yield every address of these apps that something of this team fits into."""
    ties = list(Tie.objects.filter(service=share.service))
    ask = actions.asks_to_answer(share)[0].pk
    fits = [
        [],
        [share.service.slug],
        [share.pk],
        [share.reference],
        [share.reference, ask],
        *([share.reference, about] for about in Reply.About.values),
        *([tie.pk] for tie in ties),
    ]
    for name in NAMES:
        for args in fits:
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


def spoken(answer) -> str:
    """What a page says in its main part, without the report that is quoted on it."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r'(?s)<article class="report.*?</article>', " ", main)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def walk(browser: Client, share: Share, wrong: dict[str, str]) -> int:
    """Read every page there is; note where one speaks of a team."""
    read = 0
    for address in addresses(share):
        answer = browser.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            read += 1
            for match in SPEAKS.finditer(text := spoken(answer)):
                wrong[address] = text[max(0, match.start() - 60) : match.end() + 40]
    return read


def test_pages_and_letters_of_a_team_of_one(alone, manager, reader, signed_in, clock, service):
    team, body = signed_in(manager), signed_in(reader)
    wrong: dict[str, str] = {}
    assert walk(team, alone, wrong) > 10
    actions.show_to_team(alone, by=manager)
    walk(team, alone, wrong)
    now = timezone.now()
    Share.objects.filter(pk=alone.pk).update(state="sent", sent_at=now, sent_by=manager)
    alone.refresh_from_db()
    tie = agreeing_actions.show_tie(service, alone.body, by=manager, at=now)
    actions.thank(alone, by=reader)
    part = ReplyPart(alone, Reply.About.HEARD)
    actions.send_reply(part, {"words": "Beds."}, seen=part.seen(), by=reader)
    boxes = dict.fromkeys(("asked", "talk", "ours", "theirs", "turn_to", "more_terms"), "So.")
    version = agreeing_actions.write_understanding(tie, boxes, seen=seen_of(tie), by=manager)
    walk(team, alone, wrong)
    version = agreeing_actions.put_understanding(version, seen=version.wording(), by=manager)
    times = [now + dt.timedelta(days=day) for day in (3, 4)]
    seen = meeting_seen(tie)
    agreeing_actions.offer_times(tie, times, where="", side="team", seen=seen, by=manager)
    for browser in (team, body):
        walk(browser, alone, wrong)
    version.refresh_from_db()
    agreeing_actions.agree(version, seen=version.seen(), by=reader)
    version.refresh_from_db()
    agreeing_actions.end_understanding(version, seen=version.wording(), side="team", by=manager)
    for browser in (team, body):
        walk(browser, alone, wrong)
    actions.take_back(alone, by=manager)
    for browser in (team, body):
        walk(browser, alone, wrong)
    send_due_letters(at=now + dt.timedelta(days=1))
    for letter in mail.outbox:
        for match in SPEAKS.finditer(f"{letter.subject} {letter.body}"):
            wrong[letter.subject] = match.string[max(0, match.start() - 60) : match.end() + 40]
    assert mail.outbox
    assert not wrong, "\n".join(f"{where} {words}" for where, words in wrong.items())


def told_of_talks(service: Service, browser: Client) -> dict[str, str]:
    """Return our own words on every page that tells of this team's talks, by its address."""
    closures = list(Closure.objects.of(service).in_order())
    fits = [[service.slug], [service.slug, "soil"]]
    fits += [[key] for closure in closures for key in (closure.pk, closure.assessment_id)]
    texts = {}
    for name in OF_TALKS:
        for args in fits:
            with contextlib.suppress(NoReverseMatch):
                address = reverse(name, args=args)
                for query in ASKED.get(name, [""]):
                    answer = browser.get(address + query)
                    if answer.headers["Content-Type"].startswith("text/html"):
                        texts[address + query] = ours(answer)
    return texts


def told_today(service: Service, browser: Client) -> dict[str, str]:
    """Return our own words on the first page, a team's own and that on which it begins."""
    texts = {}
    for name, is_of_team in OF_TODAY.items():
        page = ours(browser.get(reverse(name, args=[service.slug] if is_of_team else [])))
        assert page, name
        texts[name] = page.replace("Sign it with my name", "")  # so does anybody
    return texts


def told_in_talk(
    service: Service, framework: Framework, by: User, browser: Client
) -> dict[str, str]:
    """Return our own words on the pages of a talk of today, open or begun for it."""
    now = service.assessments.open().first()
    texts = {"sheet": ours(browser.get(reverse("start-paper", args=[service.slug, "more"])))}
    if now is None:
        texts["start"] = ours(browser.get(reverse("start-length", args=[service.slug, "more"])))
        now = start(service=service, framework=framework, length="more", by=by)
        open_theme(now, framework.lines.get(code="soil"), by=by)
        describe(now, head_count=1, by=by)
    for name in ("conversation", "before", "coffee", "around", "try", "read-back"):
        texts[name] = ours(browser.get(reverse(name, args=[now.pk])))
    for name in ("place", "further"):
        texts[name] = ours(browser.get(reverse(name, args=[now.pk, "soil"])))
    own = tree_for(service, framework.pk).own_words
    # What the framework says, and a number of people that is asked of everybody.
    not_ours = [
        *sorted(map(re.escape, own), key=len, reverse=True),
        r"coffee-[\w-]+",
        r"going-for-us",
    ]
    theirs = re.compile("|".join([*not_ours, r"How many of us\?"]))
    return {name: theirs.sub("", text) for name, text in texts.items()}


def spoken_by(who: re.Pattern[str], texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return where pages speak so, with what stands around it."""
    spots = []
    for page, words in texts.items():
        for match in who.finditer(words):
            spots.append((page, words[max(0, match.start() - 40) : match.end() + 40]))
    return spots


def ours(answer) -> str:
    """Return what a page says in words of ours, title and strip too: nobody's own, and no name."""
    page = answer.content.decode()
    assert answer.status_code in {200, 404, 422}, page
    if answer.status_code == 404:
        return ""
    assert f"– {settings.SITE_NAME}</title>" in page
    page = page.replace(settings.SITE_NAME, "")
    page = re.sub(r"(?s)<(header|footer|svg|script)\b.*?</\1>", " ", page)
    page = re.sub(r'(?s)<(\w+)[^>]*\bdir="auto"[^>]*>.*?</\1>', " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_what_one_person_kept_is_told_as_one_and_as_of_more_once_there_are(
    alone, manager, lead, signed_in, service, first, second, settings, framework
):
    settings.SITE_NAME = "Talk with us"
    page = signed_in(manager).get(service.get_absolute_url()).content.decode()
    assert "My conversation on" in page
    assert "Our conversation" not in page
    for closure in (first, second):
        decide_release(closure, is_shown=True, by=manager)
    browsers = signed_in(manager), signed_in(lead)
    read = 0
    for browser in browsers:
        texts = told_of_talks(service, browser)
        assert spoken_by(OF_MORE, texts) == []
        read += sum(map(bool, texts.values()))
    assert read > 15
    keep = browsers[0].get(reverse("share-keep", args=[alone.pk])).content.decode()
    assert "Not looked at this time" in keep
    assert "Not talked about" not in keep
    agreeing_actions.begin_tie(service, alone.body, by=manager)
    texts = told_today(service, browsers[0])
    assert spoken_by(WE, texts) == []
    for words in ("I last looked at this on", "What I am trying", "My page"):
        assert any(words in text for text in texts.values()), words
    newcomer = User.objects.filter(pk=in_team(service, "contributor", "New Comer").pk)
    newcomer.update(is_active=False)
    pages = told_in_talk(service, framework, manager, browsers[0])
    assert spoken_by(WE, pages) == []
    for words in ("Think first. Then choose a card.", "I don’t see it in just one way"):
        assert any(words in page for page in pages.values()), words
    newcomer.update(is_active=True)
    assert spoken_by(OF_ONE, told_in_talk(service, framework, manager, browsers[0])) == []
    assert spoken_by(OF_ONE, told_today(service, browsers[0])) == []
    for browser in browsers:
        texts = told_of_talks(service, browser)
        assert spoken_by(OF_ONE, texts) == []


def test_where_one_person_has_kept_nothing_yet_no_page_speaks_of_a_team(signed_in, framework):
    place = ServiceFactory()
    browser = signed_in(in_team(place, "manager", "One Person"))
    texts = told_of_talks(place, browser)
    assert spoken_by(OF_MORE, texts) == []
    # Nobody knows yet how many will sit down to the first.
    assert spoken_by(OF_ONE, told_today(place, browser)) == []
    assert any("To my page" in words for words in texts.values()), texts


@pytest.mark.parametrize(("number", "walled"), [(1, "one of us sat"), (2, "we sat"), (None, "we")])
def test_where_one_of_a_team_filled_it_in_nobody_is_said_to_have_talked(
    ready, contributor, signed_in, second, number, walled
):
    """Who was there then is what counts, not who is in the team today."""
    put_right(second.assessment, reason="The head count.", by=contributor)
    describe(second.assessment, head_count=number, by=contributor)
    finish(second.assessment, by=contributor)
    browser = signed_in(contributor)
    wall = reverse("wall", args=[second.assessment_id])
    assert f"On 12 October 2026 {walled}" in ours(browser.get(f"{wall}?show=1&talked=soil"))
    kept_page = ours(browser.get(reverse("kept", args=[second.assessment_id])))
    assert "What was said on 12 October is kept" in kept_page


def test_no_page_of_a_team_that_has_ended_speaks_of_what_is_to_come(
    ready, manager, lead, signed_in, service
):
    browser = signed_in(manager)
    around = ("service", "our-team")
    leading_on = [reverse(name, args=[service.slug]) for name in ("start", "keep-note")]
    leading_on += [reverse("start-length", args=[service.slug, "coffee"])]
    leading_on += [reverse("answer-ask", args=[actions.asks_to_answer(ready)[0].pk])]
    for has_ended in (False, True):
        if has_ended:
            archive_team(service, by=lead)
        assert ("has ended. Whoever" in who_reads(service)) is has_ended
        texts = told_of_talks(service, browser)
        texts |= {name: ours(browser.get(reverse(name, args=[service.slug]))) for name in around}
        assert bool(spoken_by(AHEAD, texts)) is not has_ended, spoken_by(AHEAD, texts)
        for address in leading_on:
            assert browser.get(address).status_code == (302 if has_ended else 200), address
