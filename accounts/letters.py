"""What people are told by e-mail of their accounts, besides what allauth sends."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def tell_of_new_address(*, was: str, now: str) -> None:
    """Write to somebody's address of before that those who run the site replaced it.

    The change stands where no mail can be sent.
    """
    context = {"was": was, "now": now, "site_name": settings.SITE_NAME}
    text = render_to_string("accounts/mail_new_address.txt", context)
    subject = _("{site}: your e-mail was changed").replace("{site}", settings.SITE_NAME)
    try:
        EmailMessage(subject, text, to=[was]).send()
    except OSError as error:  # the mail server is down, or refuses
        logger.warning("No mail could be sent: %s", type(error).__name__)
