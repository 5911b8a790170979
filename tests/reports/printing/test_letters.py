"""Scripts that people in services write in: what the page shows is what the PDF prints."""

import io
import json
import re
import unicodedata
from functools import cache

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from reports.printing import letters
from reports.printing.pdf import render_pdf
from tests.reports.documents import CREATED, opened_pdf, page, text
from tests.reports.tags import elements
from tests.source import ROOT

WRITTEN = {
    "bengali": "আমরা মঙ্গলবারে কথা বলি",
    "gurmukhi": "ਅਸੀਂ ਮੰਗਲਵਾਰ ਨੂੰ ਗੱਲ ਕਰਦੇ ਹਾਂ",
    "ethiopic": "ሰሉስ ንዛረብ",
    "devanagari": "हम मंगलवार को बात करते हैं",
    "tamil": "நாங்கள் பேசுகிறோம்",
    "thai": "เราคุยกันทุกวันอังคาร",
    "arabic": "نتحدث كل ثلاثاء",
    "hebrew": "אנחנו מדברים",
    "georgian": "ჩვენ ვსაუბრობთ",
    "armenian": "Մենք խոսում ենք",
    "cyrillic": "Мы говорим по вторникам",
    "greek": "Μιλάμε κάθε Τρίτη",
    "vietnamese": "Chúng tôi nói chuyện",
    "gujarati": "અમે વાત કરીએ છીએ",
    "telugu": "మేము మాట్లాడతాము",
    "kannada": "ನಾವು ಮಾತನಾಡುತ್ತೇವೆ",
    "malayalam": "ഞങ്ങൾ സംസാരിക്കുന്നു",
    "sinhala": "අපි කතා කරනවා",
    "khmer": "យើងនិយាយគ្នា",
    "lao": "ພວກເຮົາລົມກັນ",
    "myanmar": "ကျွန်တော်တို့ စကားပြောတယ်",
}


# As one letter, and as letter and accent: people paste both.
FORMS = ["NFC", "NFD"]
SIGNS = (
    "← → ↔ ↑ ↓ ⇒ ✓ ✔ ✗ ☐ ☑ ☒ ≥ ≤ ≠ ≈ ∞ ½ ¼ ¾ ⅓ ⅔ ⅛ ﬁ ﬂ • ● ○ "
    "■ □ ★ ☆ ➔ ► ▼ ◆ ° ± − × ÷ † № ℃ ① Ⅳ … – — ′ ″ ♥ ⚠ ☺ ☎"
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("script", "words"), WRITTEN.items())
def test_script_has_its_face(script, words, form):
    words = unicodedata.normalize(form, words)
    assert letters.missing_letters(words) == ()
    assert script in letters.scripts_for(letters.printed(words))


@pytest.mark.parametrize("form", FORMS)
def test_common_signs_have_a_face_or_are_spelled_out(form):
    assert letters.missing_letters(unicodedata.normalize(form, SIGNS)) == ()


@pytest.mark.parametrize(
    ("typed", "out"),
    [
        ("ﬁnd", "find"),
        ("⅓ of us, 1⅓ hours", "1⁄3 of us, 1\u00a01⁄3 hours"),
        ("10⁹ and H₂O", "10⁹ and H₂O"),
        ("a\u0338 =\u0338 <p>\u0338</p>", "a\u0338 ≠ <p>\u0338</p>"),
        ("Tŷ, dŵr", "Tŷ, dŵr"),
        ("我们", "我们"),
    ],
)
def test_letters_without_a_face_are_spelled_out_where_that_says_the_same(typed, out):
    assert letters.printed(unicodedata.normalize("NFD", typed)) == out
    assert letters.printed(letters.printed(typed)) == letters.printed(typed)


def faces_in(document):
    return {
        str(font["/BaseFont"]).partition("+")[2]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }


@cache
def faces_of_all(form):
    """Print every script in one report: no face of one has a letter of another's words."""
    words = "".join(f"<p>{words_of_script}</p>" for words_of_script in WRITTEN.values())
    return faces_in(opened_pdf(unicodedata.normalize(form, words)))


@pytest.mark.parametrize("script", WRITTEN)
def test_face_of_a_script_is_asked_for_by_its_words_alone(script):
    asking = [name for name, words in WRITTEN.items() if script in letters.scripts_for(words)]
    assert asking == [script]


@pytest.mark.pdf
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("script", WRITTEN)
def test_script_prints_with_its_own_face_and_no_box(script, form):
    faces = faces_of_all(form)
    assert any(f"Report-{script}" in name for name in faces), faces


@pytest.mark.pdf
def test_words_are_copied_and_read_aloud_as_they_were_written():
    """Copied by the letters beside the shapes, read aloud by those of the structure."""
    pdf = render_pdf(
        page("".join(f"<p>{words_of_script}</p>" for words_of_script in WRITTEN.values())),
        created=CREATED,
    )
    copied = re.sub("[\u200b\u202a-\u202c]", "", text(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        aloud = {str(element.get("/ActualText", "")) for element in elements(document)}
    simple = {"arabic", "hebrew", "armenian", "cyrillic", "greek"}
    assert {name for name, words in WRITTEN.items() if words not in copied} == {"arabic"}
    assert {name for name, words in WRITTEN.items() if words not in aloud} <= simple - {"arabic"}


@pytest.mark.pdf
def test_signs_and_noughts_print_with_faces_of_ours():
    faces = faces_in(opened_pdf(f"<p>{SIGNS} 2026</p><p><b>10 {SIGNS}</b></p>"))
    assert any("Report-Zero" in name for name in faces), faces
    assert any("Report-signs" in name for name in faces), faces
    assert all(name.startswith(("Report-", "Atkinson-")) for name in faces), faces


@pytest.mark.parametrize("words", ["We met on Tuesday", "Ŵyneb, Łódź, crème", "Yes ☕ 🙂", ""])
def test_usual_words_need_no_further_face(words):
    assert letters.scripts_for(words) == ()
    assert letters.style_of(letters.scripts_for(words)) == ""


def test_letters_that_no_face_has_are_named_each_once():
    assert letters.missing_letters("我们 talk 我 on Tuesday") == ("们", "我")


def test_silent_characters_are_no_missing_letters():
    assert letters.missing_letters("a\u200b\u200d\u2066b\u2069\u00a0\tc\n") == ()


def test_table_of_letters_is_that_of_the_faces():
    table = json.loads(letters.KNOWN.read_text(encoding="ascii"))
    fonts = ROOT / "static" / "fonts"
    for path in [*fonts.rglob("*.woff2"), *fonts.glob("*.ttf")]:
        have = set(TTFont(path).getBestCmap())
        known = {
            letter
            for first, last in table[path.stem.removesuffix("-400").removesuffix("-700")]
            for letter in range(first, last + 1)
        }
        assert have == known, path.name


def test_each_face_has_the_space_that_follows_its_letters():
    """A space takes the face of the letter before it; without one it would print as a box."""
    for path in (ROOT / "static" / "fonts").rglob("*.woff2"):
        assert {0x20, 0xA0} <= set(TTFont(path).getBestCmap()), path.name
