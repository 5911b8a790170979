"""What could lead to one person is found in any text, and nothing else is taken for it."""

import pytest

from record.words.traces import traces_in


@pytest.mark.parametrize(
    "trace",
    [
        "020 7946 0958",
        "(0191) 498 0123",
        "07700 900123",
        "07700-900-123",
        "07700/900123",
        "07700\xa0900–123",
        "+44 7700 900123",
        "+353 20 912 4567",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "०७७०० ९००१२३",
        "jo.bloggs+night@example.org.uk",
        "ana@münchen.example",
        "943 476 5919",
        "9434765919",
        "QQ 12 34 56 C",
        "ab123456c",
        "NE1 4LP",
        "SW1A 1AA",
        "M11AE",
        "sw1a 1aa",
    ],
)
def test_what_could_lead_to_one_person_is_found_as_it_was_written(trace):
    for text in (trace, f"Ring {trace}.", f"قال: {trace}، ثم", f"one\n{trace}\ntwo {trace}"):
        assert traces_in([text]) == (trace,)


@pytest.mark.parametrize(
    "words",
    [
        "On 12 November 2026 at 14:30, ten of 24 came; 2025-03-04, 03/04/2025 and 0.5 of a post.",
        "From 01.04.2025-31.03.2026 (01-04-2025-31-03-2026), 09.00-17.00.",
        "From 01/04/2025–31/03/2026, in 05/2025 06/2025.",
        "Room a1 2nd floor, b12 3rd, q4 2am, r5 6km.",
        "943 476 5918 is no number of the NHS, nor is 1234567890.",
        "The grant was £1,000,000 and PZ-7F3K-22 is a reference. B12, A1 and M25; PIEs 2.0.",
        "1d4ec412 3079cab4 7668f8e0 d6667b53",
        "5b3e4d1c-0123-4567-8901-234567890123",
        "we @ the door; half@home",
    ],
)
def test_what_leads_to_nobody_is_left(words):
    assert traces_in([words]) == ()
