"""Drop what was kept for somebody and not fetched in time."""

from typing import Any

from accounts.actions import drop_old_counts, drop_old_posts
from assessments.actions import drop_old_drafts
from pages.commands import OneLineCommand
from reports.printing.queue import drop_old_pdfs


class Command(OneLineCommand):
    help = (
        "Drop drafts of more than thirty days, forms that were kept for an hour after a sign-in "
        "ran out, counts of attempts to sign in that are over, and PDFs that were made and not "
        "fetched. Run it every night."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        drafts, forms, counts = drop_old_drafts(), drop_old_posts(), drop_old_counts()
        pdfs = drop_old_pdfs()
        self.stdout.write(
            f"Drafts dropped: {drafts}. Kept forms dropped: {forms}. Counts dropped: {counts}. "
            f"PDFs dropped: {pdfs}."
        )
