"""Whether letters can go out, and why not, in a sentence that says what to look at."""

import smtplib
import ssl

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from pages.commands import CannotDo

SECONDS = 5


def why_no_mail() -> str:
    """Ring the mail server's bell; say in a sentence what is wrong, or nothing."""
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
    except OSError as error:  # those of smtplib and ssl are such, too
        return error_in_words(error)
    finally:
        connection.close()
    return ""


def send_test_letter(address: str) -> None:
    """Send a letter to see that it arrives. Raises CannotDo with what is wrong."""
    site = settings.SITE_NAME
    text = f"This letter says that {site} can send letters. There is nothing to do.\n"
    letter = EmailMessage(f"{site}: a letter to try the post", text, to=[address])
    letter.connection = get_connection(timeout=SECONDS)
    try:
        letter.send()
    except OSError as error:
        raise CannotDo(error_in_words(error)) from error
    except ValueError as error:  # an address that is none
        raise CannotDo(f"{address} is no address to write to.") from error
    finally:
        letter.connection.close()


# What an error means, the first that fits; {error} is what the server said.
MEANINGS: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPAuthenticationError, "refuses PIZAZZ_MAIL_USER or PIZAZZ_MAIL_PASSWORD."),
    (
        smtplib.SMTPNotSupportedError,
        "does not offer what is asked of it ({error}) See PIZAZZ_MAIL_TLS and PIZAZZ_MAIL_USER.",
    ),
    (smtplib.SMTPRecipientsRefused, "refuses the address ({error})."),
    (smtplib.SMTPSenderRefused, "refuses PIZAZZ_MAIL_FROM ({error})."),
    (
        ssl.SSLCertVerificationError,
        "has a certificate that is not for that name, or of nobody known.",
    ),
    (ssl.SSLError, "speaks no TLS there. See PIZAZZ_MAIL_PORT and PIZAZZ_MAIL_TLS."),
    (
        smtplib.SMTPServerDisconnected,
        "does not answer. See PIZAZZ_MAIL_PORT; 465 wants PIZAZZ_MAIL_TLS=True.",
    ),
    (TimeoutError, "does not answer. See PIZAZZ_MAIL_PORT; 465 wants PIZAZZ_MAIL_TLS=True."),
)


def error_in_words(error: OSError) -> str:
    where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
    for kind, meaning in MEANINGS:
        if isinstance(error, kind):
            return f"{where}, {meaning}".replace("{error}", str(error))
    return f"Nothing takes mail at {where} ({error.strerror or error}). See PIZAZZ_MAIL_HOST."
