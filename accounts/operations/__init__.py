"""Running the thing: preparing a release, copies of everything, and moves between databases.

A copy is one SQLite file, whatever database it was made of. It holds every row but sign-ins and
counts of attempts, and a table that says what it is, so that a damaged or foreign one is refused
and one made on either database can be restored on either (ADR 8).
"""
