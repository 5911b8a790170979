"""What asks a database for words, in whatever letters they are typed."""

from django.db.models import Q


def contains(column: str, words: str) -> Q:
    """Return what asks for these words in a column, in large letters or small ones.

    SQLite takes Á and á for two letters: such words are asked for as people spell names, too.
    """
    spellings = [words]
    if not words.isascii():
        spellings += [words.lower(), words.upper(), words.title()]
    condition = Q()
    for spelling in spellings:
        condition |= Q(**{f"{column}__icontains": spelling})
    return condition
