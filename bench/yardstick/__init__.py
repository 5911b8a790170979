"""The yardstick: the plainest Django page that does comparable work.

One view, sign-in required, session and user from the database, five queries, 200 of 1,000 rows
with a join, plain HTML. Served as Pizazz is: gunicorn, the same workers, the same database
settings. A page's figure is its time divided by this page's time, in one run.
"""
