"""The file of everything: one JSON document, a row a line, the same for a team and for many.

It holds what the team may read, and nothing that no page tells it: not who typed what, no draft of
one person, no account (ADR 27). It says no time at which it was made: two files of the same are
equal to the byte.
"""

FORMAT = "pizazz"
# Raised where an older reader would misread a newer file, or the other way round.
FORMAT_VERSION = 1
