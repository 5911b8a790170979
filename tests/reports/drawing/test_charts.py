import re
import xml.etree.ElementTree as ET

import pytest
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.content.pieces import RowText
from reports.drawing import sheet
from reports.drawing.charts import miniature, rod, rod_key
from reports.drawing.sheet import BETWEEN, FIRST, FURTHER_ON, LESS_SO, NOW, Bead, Rod, Segment, Spot
from reports.templatetags.reports import _drawn


def levels_called(*names):
    return tuple(Segment(str(place), name, place + 1) for place, name in enumerate(names))


def spot(level, step=None):
    return Spot(str(level), step)


LEVELS = levels_called("On our minds", "Here and there", "Usual here", "Well rooted")
HOSTILE = "\"><script>alert('x')</script>&amp;\x00\x07\ud800\u202e]]>"
SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = [None, 300, 640]


def bead(level, step, role, arc="", **more):
    return Bead(spot(level, step), role, arc=arc, **more)


FURTHER = Rod(LEVELS, (bead(0, 3, FIRST), bead(1, 2, BETWEEN, FURTHER_ON), bead(1, 4, NOW)))
LESS = Rod(LEVELS, (bead(2, 3, FIRST), bead(1, 3, NOW, LESS_SO)))


def read(text):
    return ET.fromstring(text)  # noqa: S314 -- our own picture


def drawn(picture, *, width=640, prefix="r1", title="A sentence."):
    return read(rod(picture, title=title, prefix=prefix, width=width))


def pieces(tree, tag, **attributes):
    return [
        element
        for element in tree.iter(f"{SVG}{tag}")
        if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
    ]


def arcs(tree):
    return [piece for piece in pieces(tree, "path", stroke=sheet.INK) if "C" in piece.get("d")]


def solid(tree):
    return [
        piece
        for piece in pieces(tree, "circle", stroke=sheet.INK)
        if piece.get("fill") != sheet.PAPER
    ]


def highlights(tree):
    return pieces(tree, "circle", fill="#FFF")


def titles(tree):
    return [element.text for element in tree.iter(f"{SVG}title")]


@pytest.mark.parametrize("width", WIDTHS)
def test_rod_is_an_image_with_its_sentence(width):
    tree = drawn(FURTHER, width=width, title="It was here; it is there now.")

    name = tree.find(f"{SVG}title")
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", name.get("id"))
    assert name.text == "It was here; it is there now."


def test_rods_of_different_prefixes_share_no_id():
    first, second = (rod(FURTHER, title="A", prefix=prefix) for prefix in ("r1", "r2"))

    assert re.findall(r' id="([^"]+)"', first + second) == ["r1-title", "r2-title"]


def test_rod_at_a_width_scales_and_without_one_fills_its_place():
    fixed, fluid = drawn(FURTHER, width=640), drawn(FURTHER, width=None)

    assert fixed.get("viewBox").startswith("0 0 640 ")
    assert (fluid.get("width"), fluid.get("viewBox")) == ("100%", None)


@pytest.mark.parametrize("width", WIDTHS)
def test_rod_has_a_segment_for_each_level_and_dividers_between(width):
    tree = drawn(Rod(LEVELS), width=width)

    lines = pieces(tree, "line")
    assert len([line for line in lines if line.get("stroke-width") == "6"]) == 4
    assert len([line for line in lines if line.get("stroke") == sheet.HAIRLINE]) == 3


def test_first_hollow_between_small_now_solid():
    tree = drawn(FURTHER)

    hollow = pieces(tree, "circle", stroke=sheet.LEVELS[0], fill=sheet.PAPER)
    small = pieces(tree, "circle", stroke=sheet.PAPER, fill=sheet.LEVELS[1])
    (now,) = solid(tree)
    assert [bead.get("r") for bead in (*hollow, *small, now)] == ["8.5", "5.5", "11"]
    assert now.get("fill") == sheet.LEVELS[1]
    assert len(highlights(tree)) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_further_on_above_and_less_so_dashed_below_in_the_same_ink(width):
    above, below = arcs(drawn(FURTHER, width=width)), arcs(drawn(LESS, width=width))

    assert [path.get("stroke-dasharray") for path in (*above, *below)] == [None, "4.5 4.5"]
    # The curve's control points stand further from the rod than its ends.
    for (arc,), side in ((above, -1), (below, 1)):
        start, control = (float(y) for y in re.findall(r",(-?[\d.]+)", arc.get("d"))[:2])
        assert (control - start) * side > 0


def test_same_level_has_no_arc():
    assert arcs(drawn(Rod(LEVELS, (bead(1, 1, FIRST), bead(1, 5, NOW))))) == []


def test_level_without_a_step_as_wide_as_its_segment():
    tree = drawn(Rod(LEVELS, (bead(1, None, NOW),)), width=400)

    (wide,) = pieces(tree, "rect")
    start, width = float(wide.get("x")), float(wide.get("width"))
    assert 100 < start < 110
    assert 190 < start + width < 200
    assert solid(tree) == []


def test_break_is_a_gap_with_a_mark_and_its_reason():
    broken = bead(2, 2, NOW, FURTHER_ON, broken="Left for another day in March.")

    tree = drawn(Rod(LEVELS, (bead(0, 3, FIRST), broken)))

    assert "Left for another day in March." in titles(tree)
    assert len(arcs(tree)) == 1
    assert len(pieces(tree, "rect", fill=sheet.PAPER)) == 1  # the gap


def test_break_inside_a_level_has_its_mark_without_an_arc():
    tree = drawn(Rod(LEVELS, (bead(1, 1, FIRST), bead(1, 4, NOW, broken="Left for another day"))))

    assert "Left for another day" in titles(tree)
    assert arcs(tree) == []


def test_breaks_at_the_ends_have_their_reasons():
    tree = drawn(Rod(LEVELS, (bead(1, 1, FIRST),), before="Other words", after="Another day"))

    assert {"Other words", "Another day"} <= set(titles(tree))


def test_seen_again_is_a_dotted_second_first_bead_and_no_fall():
    again = Bead(spot(1, 4), NOW, recast=spot(1, 2))

    tree = drawn(Rod(LEVELS, (bead(2, 3, FIRST), again)))

    dotted = [piece for piece in pieces(tree, "circle") if piece.get("stroke-dasharray")]
    assert len(dotted) == 1
    assert (
        len(pieces(tree, "circle", stroke=sheet.LEVELS[2], fill=sheet.PAPER)) == 1
    )  # the old stays
    assert arcs(tree) == []


def test_arc_of_what_was_seen_again_starts_there():
    again = Bead(spot(2, 3), NOW, arc=FURTHER_ON, recast=spot(1, 3))

    (arc,) = arcs(drawn(Rod(LEVELS, (bead(3, 3, FIRST), again)), width=400))

    assert arc.get("d").startswith("M150,")


def test_first_and_now_on_one_place_stay_legible():
    both = (bead(1, 3, FIRST, label="Here, mostly"), bead(1, 3, NOW, label="Here, mostly"))
    tree = drawn(Rod(LEVELS, both))

    assert "Here, mostly" in titles(tree)  # of one place once
    (ring,) = pieces(tree, "circle", stroke=sheet.LEVELS[1], fill=sheet.PAPER)
    (now,) = solid(tree)
    assert float(ring.get("r")) > float(now.get("r")) + 4


def test_between_on_a_taken_place_hangs_under_it():
    tree = drawn(Rod(LEVELS, (bead(0, 3, FIRST), bead(1, 3, BETWEEN), bead(1, 3, NOW))))

    (small,) = pieces(tree, "circle", stroke=sheet.PAPER)
    (now,) = solid(tree)
    assert float(small.get("cy")) > float(now.get("cy")) + float(now.get("r"))
    assert float(small.get("cy")) + 6 < float(tree.get("height"))


def test_wide_between_on_a_taken_level_hangs_under_it():
    tree = drawn(Rod(LEVELS, (bead(1, None, FIRST), bead(1, None, BETWEEN), bead(1, None, NOW))))

    first, now, bar = pieces(tree, "rect")
    assert float(bar.get("y")) > float(first.get("y")) + float(first.get("height"))
    assert float(first.get("height")) > float(now.get("height")) + 8


def test_several_views_small_and_hollow():
    tree = drawn(Rod(LEVELS, views=(spot(0, 2), spot(2, 4), spot(2, 4), spot(3, None))))

    assert len(pieces(tree, "circle", fill=sheet.PAPER, stroke=sheet.INK)) == 2
    assert len(pieces(tree, "rect", fill=sheet.PAPER, stroke=sheet.INK)) == 1
    assert solid(tree) == []


def test_no_rod_holds_a_letter_but_in_what_stands_in_its_place():
    """Words in a drawing are not shaped, and a long one leaves the sheet: they stand under it."""
    empty = drawn(Rod(LEVELS, words="left for another day"))
    full = drawn(Rod(LEVELS, (bead(1, 1, FIRST),), before="Other words", after="Another day"))

    assert [pieces(tree, "text") for tree in (empty, full)] == [[], []]
    assert pieces(empty, "circle") == []


@pytest.mark.parametrize("words", ["left for another day", "لم نتحدث عن هذا", "<b>" * 40])
def test_nothing_placed_is_words_under_an_empty_rod(words):
    row = RowText(
        code="soil",
        name="Soil",
        kind="theme",
        theme="soil",
        moved="not_placed",
        sentences=(),
        levels=(Segment("seed", "Seed", 1),),
        marks=(),
        empty=words,
    )

    html = str(_drawn(row, 589, in_words=False))

    under = html.partition("</svg>")[2]
    assert f'dir="auto">{escape(words)}</p>' in under
    assert "<text" not in html
    for width in (589, None):  # beside sentences that say so
        assert escape(words) not in _drawn(row, width, in_words=True)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7])
def test_any_number_of_levels(count):
    levels = levels_called(*(f"Level {letter}" for letter in "ABCDEFG"[:count]))
    picture = Rod(levels, (bead(0, 1, FIRST), bead(count - 1, 5, NOW, FURTHER_ON)))

    tree = drawn(picture)

    assert (
        len([piece for piece in pieces(tree, "line") if piece.get("stroke-width") == "6"]) == count
    )
    assert len(solid(tree)) == 1


def test_hostile_texts_escaped():
    picture = Rod(
        levels_called(HOSTILE, "Here and there", "Usual here", "Well rooted"),
        (
            bead(0, 3, FIRST, label=HOSTILE),
            bead(2, None, NOW, FURTHER_ON, label=HOSTILE, broken=HOSTILE),
        ),
        before=HOSTILE,
        after=HOSTILE,
    )
    for text in (
        rod(picture, title=HOSTILE, prefix=HOSTILE),
        rod(Rod(LEVELS, words=HOSTILE), title=HOSTILE, prefix="x"),
    ):
        tree = read(text)
        assert "<script" not in text
        assert "\x00" not in text
        assert text.encode()  # no lone surrogate is left
        assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
            "svg", "title", "g", "line", "path", "rect", "circle", "text",
        }  # fmt: skip
        assert tree.find(f"{SVG}title").text == "\"><script>alert('x')</script>&amp;]]>"


def test_nothing_inline_that_the_policy_forbids():
    texts = [
        *(
            rod(rod_change, title="A", prefix="p", width=width)
            for rod_change in (FURTHER, LESS)
            for width in WIDTHS
        ),
        miniature([FURTHER, LESS]),
        *rod_key().values(),
    ]
    for text in texts:
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href", text)


def test_miniature_is_one_frame_and_leaves_the_words_to_its_page():
    rods = [FURTHER, LESS, Rod(LEVELS), Rod(LEVELS, (bead(3, None, NOW),)), FURTHER]

    tree = read(miniature(rods))

    assert titles(tree) == []
    assert tree.get("aria-hidden") == "true"
    assert len(pieces(tree, "rect", fill="#FFF", rx="6")) == 1
    assert len(pieces(tree, "line", stroke_width="2")) == 5
    assert pieces(tree, "text") == []
    assert len(solid(tree)) == 3


def test_key_marks_hidden_from_readers_of_text():
    for text in rod_key().values():
        assert (
            read(text.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ')).get("aria-hidden") == "true"
        )


spots = st.builds(spot, st.integers(0, 3), st.none() | st.integers(1, 5))
beads = st.lists(
    st.builds(
        Bead,
        spots,
        st.just(BETWEEN),
        st.text(),
        st.sampled_from(["", FURTHER_ON, LESS_SO]),
        st.text(),
        st.none() | spots,
    ),
    max_size=6,
)


@settings(deadline=None, max_examples=80)
@given(beads, st.lists(spots, max_size=3), st.text(), st.sampled_from(WIDTHS))
def test_any_rod_is_well_formed_and_stays_on_its_sheet(points, views, text, width):
    picture = Rod(LEVELS, tuple(points), tuple(views), text, text, text)

    tree = drawn(picture, width=width, title=text)

    height = float(tree.get("height"))
    for piece in pieces(tree, "circle"):
        middle, radius = float(piece.get("cy")), float(piece.get("r"))
        assert middle - radius >= 0
        assert middle + radius <= height
