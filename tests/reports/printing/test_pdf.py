"""The one door to WeasyPrint: what comes out of it."""

import hashlib
import io
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageChops

from reports.printing import pdf
from reports.printing.pdf import BUNDLED, render_pdf
from reports.printing.pdf_worker import direction
from tests.reports.documents import CREATED, ROD, opened_pdf, page, poppler, text
from tests.reports.tags import elements, faces, faults

pytestmark = pytest.mark.pdf

# --- The document


def test_document_says_what_it_is() -> None:
    document = opened_pdf(
        "<h1>Our journey</h1><section><h2>What has changed</h2></section><p>Words</p>"
    )
    root = document.Root
    with document.open_metadata() as metadata:
        part = metadata["{http://www.aiim.org/pdfua/ns/id/}part"]
    assert {
        "title": str(document.docinfo["/Title"]),
        "created": str(document.docinfo["/CreationDate"]),
        "language": str(root.Lang),
        "title shown": bool(root.ViewerPreferences.DisplayDocTitle),
        "tagged": bool(root.MarkInfo.Marked),
        "ua": part,
        "tab order": {str(sheet.Tabs) for sheet in document.pages},
        "size": [round(float(side)) for side in document.pages[0].MediaBox[2:]],
        "attachments": len(document.attachments),
    } == {
        "title": "Alder House – our journey",
        "created": "D:20261112103000+00'00",
        "language": "en-GB",
        "title shown": True,
        "tagged": True,
        "ua": "1",
        "tab order": {"/S"},
        "size": [595, 842],
        "attachments": 0,
    }
    with document.open_outline() as outline:
        assert [(top.title, [kid.title for kid in top.children]) for top in outline.root] == [
            ("Our journey", ["What has changed"])
        ]


def test_structure_of_words_lists_and_tables() -> None:
    rows = "".join(f'<tr><th scope="row">Line {n}</th><td>now</td></tr>' for n in range(2))
    document = opened_pdf(
        "<h1>One</h1><h2>Two</h2><p>Words</p><ul><li>First</li></ul><blockquote>Said</blockquote>"
        f'<table><caption>Places</caption><thead><tr><th scope="col">Line</th>'
        f'<th scope="col">Place</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    kinds = [str(element.S) for element in elements(document)]
    assert [kind for kind in kinds if kind not in {"/Span", "/NonStruct", "/Div"}] == [
        *("/Document", "/H1", "/H2", "/P", "/L", "/LI", "/Lbl", "/LBody", "/BlockQuote"),
        *("/Table", "/Caption", "/THead", "/TR", "/TH", "/TH", "/TBody"),
        *("/TR", "/TH", "/TD", "/TR", "/TH", "/TD"),
    ]
    cells = [element for element in elements(document) if element.S == "/TD"]
    assert [len(cell.A.Headers) for cell in cells] == [2, 2]


def test_figure_takes_its_words_from_the_title_of_the_picture() -> None:
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="  # noqa: E501 -- one dot
    document = opened_pdf(f'<figure>{ROD}</figure><p><img src="{image}" alt="A dot"></p>')
    figures = [element for element in elements(document) if element.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Usual here now", "A dot"]


def test_whole_document_has_no_fault_of_structure() -> None:
    html = page(
        f"<h1>Journey</h1><h2>Changes</h2><figure><figcaption>Now</figcaption>{ROD}</figure>"
        '<table><thead><tr><th scope="col">Line</th><th scope="col">Now</th></tr></thead>'
        '<tbody><tr><th scope="row">One</th><td>usual here</td></tr></tbody></table>'
        '<p><a href="https://example.org/">A link</a></p>'
    )
    assert faults(render_pdf(html, created=CREATED)) == []


@pytest.mark.logs_errors
def test_faults_of_structure_are_seen() -> None:
    body = (
        "<h1>One</h1><h3>Three</h3><svg width='9' height='9'><rect width='9' height='9'/></svg>"
        "<table><tr><td>cell</td></tr></table>"
    )
    assert faults(render_pdf(f"<html>{body}</html>", created=CREATED)) == [
        "It has no language.",
        "It has no title.",
        "A heading of level 3 follows one of level 1.",
        "A picture has no words in place of it.",
        "A cell of a table has no heading.",
    ]


def test_foot_names_the_service_and_the_page() -> None:
    words = text(render_pdf(page('<p>One</p><div class="sheet">Two</div>'), created=CREATED))
    assert words.count("Alder House · PZ-7F3K-22") == 2
    assert re.findall(r"page \d of \d", words) == ["page 1 of 2", "page 2 of 2"]


def test_same_input_gives_the_same_bytes() -> None:
    html = page(f"<h1>Journey</h1><figure>{ROD}</figure><p>ŵ 🙂 שלום</p>")
    prints = {
        hashlib.sha256(render_pdf(html, created=CREATED)).hexdigest(),
        hashlib.sha256(render_pdf(html, created=CREATED)).hexdigest(),
    }
    assert len(prints) == 1


def test_style_sheet_holds_nothing_that_weasyprint_passes_over(caplog) -> None:
    import weasyprint  # noqa: PLC0415 -- slow import

    with caplog.at_level("WARNING", logger="weasyprint"):
        weasyprint.CSS(string=Path(finders.find("css/report.css")).read_text(encoding="utf-8"))
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [("", "ltr"), ("12!", "ltr"), ("12 (two)", "ltr"), ("12 שלום", "rtl"), ("انتهى ok", "rtl")],
)
def test_direction_is_that_of_the_first_letter(words, expected) -> None:
    assert direction(words) == expected


def test_words_read_from_right_to_left_stand_on_the_right() -> None:
    html = page('<p dir="auto">One</p><p dir="auto">שלום</p>')
    boxes = text(render_pdf(html, created=CREATED), "-bbox")
    ours, theirs = [float(place) for place in re.findall(r'xMin="([\d.]+)"', boxes)][:2]
    assert ours < 100
    assert theirs > 450


# --- Faces


def test_bundled_files_are_there() -> None:
    assert [name for name in BUNDLED if finders.find(name) is None] == []


@pytest.mark.parametrize("weight", [400, 700])
def test_welsh_letters_are_drawn_with_the_bundled_face(weight) -> None:
    document = opened_pdf(f'<p style="font-weight: {weight}">Tŷ Gwyn: dŵr, Ŵyn, Ŷd, ŵ ŷ</p>')
    assert {name.removesuffix("-Bold") for name in faces(document)} == {
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Extended",
    }


def test_words_in_a_picture_are_drawn_with_the_bundled_face() -> None:
    assert faces(opened_pdf(f"<figure>{ROD}</figure>")) == {"Atkinson-Hyperlegible-Next"}


def test_emoji_stay_on_their_line(tmp_path) -> None:
    poppler("pdftoppm")
    document = render_pdf(
        '<html lang="en"><title>Emoji</title><link rel="stylesheet" href="bundled:css/report.css">'
        "<style>@page { @bottom-left { content: none; border: 0 } "
        "@bottom-right { content: none; border: 0 } } p { margin: 0 }</style>"
        "<p>Hxg</p><p>🙂👍☕🎉</p><p>Hxg</p>",
        created=CREATED,
    )
    (tmp_path / "emoji.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", "144", "-png", "-singlefile", "emoji.pdf", "emoji"],
        cwd=tmp_path,
        check=True,
    )
    assert faces(pikepdf.open(io.BytesIO(document))) == {
        "Atkinson-Hyperlegible-Next",
        "Report-Emoji",
    }
    with Image.open(tmp_path / "emoji.png") as picture:
        grey = picture.convert("L")
        red, _green, blue = picture.convert("RGB").split()
        colourful = ImageChops.difference(red, blue).getextrema()[1]
        rows = [
            grey.crop((0, y, grey.width, y + 1)).getextrema()[0] < 160 for y in range(grey.height)
        ]
    bands = [len(run) for run in re.findall("X+", "".join("X" if ink else "." for ink in rows))]
    # Three lines of ink with white between them; 12 pt on an 18 pt line is 24 and 36 rows here.
    assert len(bands) == 3
    assert 14 < bands[1] < 36
    assert colourful < 20  # ink is nearly grey


def colour_face(folder: Path) -> None:
    """Write a face with one emoji in colour, as a machine may have installed."""
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "smile", "layer"])
    font.setupCharacterMap({0x1F642: "smile"})
    pen = TTGlyphPen(None)
    for point in ((0, 0), (900, 0), (900, 3000), (0, 3000)):
        (pen.moveTo if point == (0, 0) else pen.lineTo)(point)
    pen.closePath()
    font.setupGlyf(dict.fromkeys([".notdef", "smile", "layer"], pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", "smile", "layer"], (900, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Noto Color Emoji", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.setupCOLR({"smile": [("layer", 0)]})
    font.setupCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    folder.mkdir()
    font.save(folder / "colour.ttf")


@pytest.mark.parametrize(
    ("rules", "face"),
    [(pdf.FONT_RULES, "Report-Emoji"), (Path("/etc/fonts/fonts.conf"), "Noto-Color-Emoji")],
    ids=["with our rules", "without them"],
)
def test_colour_emoji_of_the_machine_are_turned_away(tmp_path, monkeypatch, rules, face) -> None:
    colour_face(tmp_path / "fonts")
    both = tmp_path / "fonts.conf"
    both.write_text(
        f"<fontconfig><include>{rules}</include><dir>{tmp_path / 'fonts'}</dir></fontconfig>",
        encoding="utf-8",
    )
    monkeypatch.setattr(pdf, "FONT_RULES", both)
    assert faces(opened_pdf("<p>🙂</p>")) >= {face}


# --- Its caller


def test_weasyprint_is_not_loaded_by_the_web_process() -> None:
    code = "import sys, reports.printing.pdf; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        render_pdf(page("<p>Words</p>"), created=datetime(2026, 11, 12))  # noqa: DTZ001 -- the point
