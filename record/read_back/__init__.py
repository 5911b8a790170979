"""Read it back: a record as sentences, made to be read out.

Knows nothing but the record; every sentence is the team's own or says plainly what it chose.
"""
