"""What it means when the database does not do what it is asked, in one sentence."""

from enum import Enum

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.transaction import TransactionManagementError


class Fault(Enum):
    """Why the database did not do it, and what whoever runs the site does about it."""

    BUSY = "The database is busy: something else holds it. Try again in a minute."
    CHANGED = "What this belongs to was taken away in this moment. Nothing was changed: try again."
    AWAY = (
        "The database does not answer. See that PostgreSQL runs, that DATABASE_URL names it "
        "(postgres://user:password@host/name) and, where sslmode asks for a certificate, that it "
        "has that one."
    )
    NOT_UNDERSTOOD = "DATABASE_URL asks for something that PostgreSQL does not know. See its end."
    NO_DATABASE = "There is no database of that name. Make it as docs/operations.md says."
    NOT_PREPARED = "The database is not prepared for this release. Type: manage.py prepare"
    NO_FILE = "The database’s file or its folder cannot be opened: {name}. Make the folder first."
    READ_ONLY = "The database cannot be written: {name}. See who owns the file and its folder."
    FULL = "The disk is full. Make room, then try again."
    DISK = "The disk did not do what it was asked. See whether it is whole and has room."
    DAMAGED = "The database’s file is damaged: {name}. Type: manage.py restore COPY"

    @property
    def sentence(self) -> str:
        """The sentence, with the database's name where it has a place for it."""
        return self.value.replace("{name}", str(settings.DATABASES["default"]["NAME"]))

    @property
    def passes(self) -> bool:
        """True where waiting is enough, or whoever runs the site mends it from outside."""
        return self in {Fault.BUSY, Fault.CHANGED, Fault.AWAY} or self.is_of_the_disk

    @property
    def is_of_the_disk(self) -> bool:
        """True where nothing can be kept until whoever runs the site has seen to its disk."""
        return self in {Fault.FULL, Fault.DISK, Fault.READ_ONLY}


# PostgreSQL's codes: a prefix is enough where the whole class means the same.
CODES = (
    ("55P03", Fault.BUSY),  # a lock was not there in time
    ("57014", Fault.BUSY),  # a statement took too long
    ("40", Fault.BUSY),  # deadlock, serialisation
    ("23503", Fault.CHANGED),  # what it hangs on is gone
    ("53100", Fault.FULL),
    ("53", Fault.BUSY),  # too many connections, no memory for one more question
    ("58030", Fault.DISK),
    ("57P", Fault.AWAY),  # shutting down, starting up
    ("08", Fault.AWAY),
    ("42P01", Fault.NOT_PREPARED),
    ("42703", Fault.NOT_PREPARED),
    ("25006", Fault.READ_ONLY),
)
# What SQLite says, and PostgreSQL's library before it is connected.
TEXTS = (
    ("is locked", Fault.BUSY),
    ("FOREIGN KEY constraint failed", Fault.CHANGED),
    ("did not affect any rows", Fault.CHANGED),  # Django's: somebody took the row away
    ("too many clients", Fault.BUSY),
    ("too many connections", Fault.BUSY),
    ("connection slots", Fault.BUSY),
    ("no such table", Fault.NOT_PREPARED),
    ("no such column", Fault.NOT_PREPARED),
    ("unable to open database file", Fault.NO_FILE),
    ("readonly database", Fault.READ_ONLY),
    ("is full", Fault.FULL),
    ("disk I/O error", Fault.DISK),
    ("malformed", Fault.DAMAGED),
    ("not a database", Fault.DAMAGED),
    ("certificate", Fault.AWAY),
    ("does not exist", Fault.NO_DATABASE),
    ("invalid ", Fault.NOT_UNDERSTOOD),  # an option of the connection's, or what it is set to
    ("connect", Fault.AWAY),
    ("SSL", Fault.AWAY),
    ("data from server", Fault.AWAY),
    ("data to server", Fault.AWAY),
    ("could not translate host", Fault.AWAY),
    ("authentication failed", Fault.AWAY),
    ("no password supplied", Fault.AWAY),
    ("server closed", Fault.AWAY),
    ("starting up", Fault.AWAY),
    ("shutting down", Fault.AWAY),
)


def met_another(error: BaseException) -> bool:
    """True where it goes through, or says why not, once more: what was met is over, or is there.

    Two waited for each other and PostgreSQL ended one, or somebody has just made what there is
    only once.
    """
    code = getattr(error.__cause__, "pgcode", None)
    return code in {"40P01", "23505"} or "UNIQUE constraint failed" in str(error)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return what an error of the database means; None where it is a mistake of ours."""
    # What came after what went wrong: the end of a transaction, or of a cursor that never was,
    # which Django tells in the library's own words.
    if isinstance(error, TransactionManagementError):
        return fault_of(error.__cause__)
    if isinstance(error, connection.Database.Error):  # type: ignore[attr-defined]  # the stubs lack it
        return fault_of(error.__context__)
    if not isinstance(error, (DatabaseError, InterfaceError)):
        return None
    code = getattr(error.__cause__, "pgcode", None)
    if code:
        return next((meaning for prefix, meaning in CODES if code.startswith(prefix)), None)
    if isinstance(error, InterfaceError):
        return Fault.AWAY
    text = str(error)
    return next((meaning for part, meaning in TEXTS if part in text), None)
