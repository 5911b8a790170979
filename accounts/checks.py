"""What `check --deploy` says of the world around: the post, and what PostgreSQL writes down."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 -- Django's word
from django.db import DatabaseError, InterfaceError, connection

from accounts.operations.mail import why_no_mail
from accounts.operations.preparing import trouble_with_folders

# What would put typed words into PostgreSQL's log: the setting, and the values that do not.
SILENT = {
    "log_min_error_statement": {"fatal", "panic"},
    "log_error_verbosity": {"terse"},
    "log_statement": {"none", "ddl"},
    "log_min_duration_statement": {"-1"},
    "log_parameter_max_length_on_error": {"0"},
}


@register(Tags.files)
def this_machine_keeps_its_own_files(**_kwargs: Any) -> list[CheckMessage]:
    """See that locks and the list of what was erased can be written."""
    words = trouble_with_folders()
    return [Error(words, id="accounts.E001")] if words else []


@register(Tags.security, deploy=True)
def mail_can_go_out(**_kwargs: Any) -> list[CheckMessage]:
    """Ring the mail server's bell: without it nobody gets in for the first time."""
    words = why_no_mail()
    if not words:
        return []
    return [
        Warning(
            f"No mail can go out. {words}",
            hint="Then type: deploy/manage send_test_letter you@example.org",
            id="accounts.W001",
        )
    ]


@register(Tags.security, deploy=True)
def somebody_is_answered(**_kwargs: Any) -> list[CheckMessage]:
    """See that this site has a name, and that letters lead to it."""
    sentences = []
    if not settings.ALLOWED_HOSTS:
        sentences.append("Nobody is answered: PIZAZZ_HOSTS names no host.")
    if not settings.CSRF_TRUSTED_ORIGINS and not settings.DEBUG:
        sentences.append(f"Links in letters lead to {settings.SITE_ADDRESS}: set PIZAZZ_ORIGINS.")
    return [Warning(sentence, id="accounts.W003") for sentence in sentences]


@register(Tags.security, deploy=True)
def postgres_keeps_words_out_of_its_log(**_kwargs: Any) -> list[CheckMessage]:
    """Ask PostgreSQL what it writes down of a statement that fails."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            sql = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
            cursor.execute(sql, [list(SILENT)])
            loud = sorted(name for name, value in cursor.fetchall() if value not in SILENT[name])
    except (DatabaseError, InterfaceError):
        return []  # that it does not answer is said elsewhere
    warnings: list[CheckMessage] = []
    for name in loud:
        message = f"PostgreSQL may write what people typed into its log ({name})."
        hint = "The lines to type are in docs/operations.md, at “A database”."
        warnings.append(Warning(message, hint=hint, id="accounts.W002"))
    return warnings
