"""What was frozen and what was sent, handed out only while it is exactly that.

Two fingerprints: the report prints its own (the SHA-256 of everything else it says, see
reports.content.report), and the share keeps the SHA-256 of the whole JSON, `Share.digest`, and of
the PDF's bytes, `ShareFile.digest`. The last two are compared on every read.
"""

import logging

from record.document import digest
from reports.content import Report
from sharing.models import Share, ShareFile

logger = logging.getLogger(__name__)


class Altered(Exception):
    """What is stored is not what was frozen or sent, so it is not handed out."""


class Emptied(Altered):
    """The team had all its data deleted: nothing of the report is left, and that is no fault."""


def frozen_report(share: Share) -> Report:
    """Return the report as it was shown to the team. Raises Altered, Emptied."""
    if not share.digest:
        raise Emptied
    if digest(share.document) != share.digest:
        logger.error("The document of share %s is not the one that was frozen", share.pk)
        raise Altered
    return Report.from_json(share.document)


def sent_bytes(file: ShareFile) -> bytes:
    """Return the PDF that was sent. Raises Altered."""
    content = bytes(file.content)  # PostgreSQL hands out a memoryview
    if digest(content) != file.digest:
        logger.error("The file of share %s is not the one that was sent", file.share_id)
        raise Altered
    return content
