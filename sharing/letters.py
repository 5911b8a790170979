"""What readers are told by e-mail: that something is there, and nothing of what it says."""

import logging
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.selectors import readers_of
from sharing.models import Share

logger = logging.getLogger(__name__)


def write_to_readers(share: Share, address: str) -> int:
    """Write to each reader of the body, one letter each, and return how many were handed over.

    address: the whole address of the list of what was shared with them. The letter holds no
    word of the report, nor the team's name. A post office that is away, or refuses one of
    them, takes nothing back: the report was sent, and its notice stands above each reader's list.
    """
    context = {"body": share.body.name, "address": address, "site_name": settings.SITE_NAME}
    text = render_to_string("sharing/mail_received.txt", context)
    subject = _("A report has been shared with you")
    people = readers_of(share.body)
    letters = [EmailMessage(subject, text, to=[person.email]) for person in people]
    count = 0
    with suppress(OSError), get_connection() as post_office:
        count = sum(_handed_over(letter, post_office) for letter in letters)
    if count < len(letters):
        missed = len(letters) - count
        logger.warning("%d readers of share %s could not be written to", missed, share.pk)
    return count


def _handed_over(letter: EmailMessage, post_office: BaseEmailBackend) -> bool:
    """Send one letter by itself: a mailbox that is refused must not end the others' turn."""
    try:
        return bool(post_office.send_messages([letter]))
    except OSError:  # those of smtplib are such, too
        return False
