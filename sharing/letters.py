"""What readers are told by e-mail: that something is there, and nothing of what it says."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.selectors import readers_of
from sharing.models import Share

logger = logging.getLogger(__name__)


def write_to_readers(share: Share, address: str) -> int:
    """Write to each reader of the body, one letter each, and return how many were handed over.

    address: the whole address of the list of what was shared with them. The letter holds no
    word of the report, nor the team's name. A post office that is away takes nothing back: the
    report was sent, and its notice is on each reader's home page.
    """
    context = {"body": share.body.name, "address": address, "site_name": settings.SITE_NAME}
    text = render_to_string("sharing/mail_received.txt", context)
    subject = _("A report has been shared with you")
    people = readers_of(share.body)
    letters = [EmailMessage(subject, text, to=[person.email]) for person in people]
    try:
        return get_connection().send_messages(letters) or 0
    except (OSError, smtplib.SMTPException):
        logger.warning("Readers of share %s could not be written to", share.pk)
        return 0
