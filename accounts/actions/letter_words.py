"""How a letter reads: one template filled in, as HTML and, its paragraphs alone, as plain text."""

import hashlib
import re
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.getting_in.roles import what_you_may_do
from accounts.models import Invitation, Letter, Service, User
from pages.words import isolated_inside, unlinked, with_one_end

PARAGRAPH, TAG = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL), re.compile(r"<[^>]+>")
BLANKS = re.compile(r"[ \t\n]+")  # how a template is laid out is no matter of words
MOST_PLACES = 3  # so many places stand in the subject of a letter about many


def message_of(letters: list[Letter]) -> EmailMultiAlternatives:
    """Print a letter; or several of one kind to one person as one, A to Z, each with its link."""
    letter, context = letters[0], _context(letters[0])
    kind = letter.kind
    parts = _parts(letters) if len(letters) > 1 else []
    if len(parts) > 1:  # several that say the same are one
        kind = "several"
        places = list(dict.fromkeys(part["place"] for part in parts))
        has_more = len(places) > MOST_PLACES
        context |= {"parts": parts, "places": places[:MOST_PLACES], "more": has_more}
    head = unescape(render_to_string(f"letters/{kind}_subject.txt", context))
    text = with_one_end(_text(kind, context), names_alone=True)
    context["subject"] = subject = " ".join(head.split())
    page = with_one_end(_page(kind, context), names_alone=True)
    plain = isolated_inside(re.sub("\n{3,}", "\n\n", text.strip() + "\n"))
    message = EmailMultiAlternatives(
        unlinked(isolated_inside(subject)),
        _unlinked(plain, letters),
        to=[letter.address],
        headers={"Message-ID": _message_id(letters)},
    )
    html = _unlinked(isolated_inside(page), letters, is_html=True)
    message.attach_alternative(html, "text/html")
    return message


def _message_id(letters: list[Letter]) -> str:
    """Return the same whenever these go together, short enough for one line of a header.

    A post office that had taken them, and was slow to say so, delivers them once. With others they
    say more, and are another letter.
    """
    keys = "".join(sorted(str(letter.pk) for letter in letters))
    host = urlsplit(settings.SITE_ADDRESS).hostname
    return f"<{hashlib.sha256(keys.encode()).hexdigest()[:20]}@{host}>"


def _unlinked(text: str, letters: list[Letter], *, is_html: bool = False) -> str:
    """Return text in which nothing is a link but where the letters lead, and addresses of theirs.

    The names in it are what anybody may have typed, and whoever reads it may know nobody here.
    """
    ours = {f"{settings.SITE_ADDRESS}{reverse('letters')}"}
    for letter in letters:
        path = letter.invitation.get_absolute_url() if letter.invitation else letter.path
        ours |= {f"{settings.SITE_ADDRESS}{path}"} if path else set()
        ours |= {letter.address, letter.details.get("was"), letter.details.get("now")} - {"", None}
    longest_first = sorted(ours, key=len, reverse=True)
    patterns = [re.escape(escape(word) if is_html else word) for word in longest_first]
    if is_html:
        patterns.insert(0, TAG.pattern)
    pieces = re.split(f"({'|'.join(patterns)})", text)
    pieces[::2] = map(unlinked, pieces[::2])
    return "".join(pieces)


def _parts(letters: list[Letter]) -> list[dict[str, str]]:
    """Return what each of several says, A to Z; what two say alike stands once."""
    by_text: dict[str, dict[str, str]] = {}
    for letter in letters:
        part = _part(letter)
        by_text.setdefault(part["text"], part)
    return sorted(by_text.values(), key=lambda part: part["place"].lower())


def _part(letter: Letter) -> dict[str, str]:
    """Return what one of several says, up to its link, and what it is about."""
    context = _context(letter) | {"part": True, "subject": ""}
    link = str(context["link"])
    text, page = _text(letter.kind, context), _page(letter.kind, context)
    place = letter.service or letter.organisation
    name = place.name_outside if place else ""
    return {"text": text.partition(link)[0] + link, "page": page, "place": name}


def _page(kind: str, context: dict[str, Any]) -> str:
    framed = {**context, "frame": "letters/base_letter.html"}
    return render_to_string(f"letters/{kind}.html", framed)


def _text(kind: str, context: dict[str, Any]) -> str:
    """Return the paragraphs of a letter as plain text; of several in one, their texts."""
    if kind == "several":
        return render_to_string("letters/several.txt", context)
    plain = {**context, "frame": "letters/base_letter.txt", "plain": True}
    paragraphs = PARAGRAPH.findall(render_to_string(f"letters/{kind}.html", plain))
    # What is not ours is escaped in it, so that every tag is ours.
    texts = (BLANKS.sub(" ", TAG.sub("", paragraph)).strip() for paragraph in paragraphs)
    return "\n\n".join(map(unescape, texts))


def letter_preview(service: Service, *, by: User) -> str:
    """Return the letter that asks somebody to look after a team, with no link in it."""
    invitation = Invitation(role=Invitation.Role.MANAGER, service=service, by=by)
    invitation.renew(timezone.now())
    letter = Letter(kind="invitation", service=service, invitation=invitation)
    link = f"{settings.SITE_ADDRESS}{invitation.get_absolute_url()}"
    return str(message_of([letter]).body).replace(link, "…")


def _context(letter: Letter) -> dict[str, Any]:
    path = letter.invitation.get_absolute_url() if letter.invitation else letter.path
    context = {
        "letter": letter,
        "invitation": letter.invitation,
        "name": letter.user.display_name if letter.user else "",
        "service": letter.service,
        "organisation": letter.organisation,
        "details": letter.details,
        "link": f"{settings.SITE_ADDRESS}{path}",
        "letters_link": f"{settings.SITE_ADDRESS}{reverse('letters')}",
        "site_name": settings.SITE_NAME,
        "part": False,
        "plain": False,
    }
    if letter.invitation:
        context |= _about(letter.invitation)
    return context


def _about(invitation: Invitation) -> dict[str, Any]:
    """What a letter of invitation says besides: the role, and whether who asks reads along."""
    place, by = invitation.place, invitation.by
    outside = False
    if by and invitation.service:
        members = invitation.service.memberships.live()
        outside = not members.filter(user=by).exists()
    name = invitation.place_outside
    may_do = what_you_may_do(invitation.role, place, name=name) if place else ""
    return {"may_do": may_do, "outside": outside, "place": name}
