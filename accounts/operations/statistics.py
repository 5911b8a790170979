"""What the database knows of its own tables, by which it chooses its way to the rows."""

from django.db import connection

# SQLite looks at so many rows of each index: a second at any size, and never out of date by much.
LOOKED_AT = 1000


def refresh() -> None:
    """Let the database count its rows anew. Without it SQLite guesses, at any size."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA optimize")
        else:
            cursor.execute("ANALYZE")
