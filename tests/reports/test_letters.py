"""Scripts that people in services write in: what the page shows is what the PDF prints."""

import json

import pytest
from fontTools.ttLib import TTFont

from reports import letters
from tests.reports.documents import made
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


@pytest.mark.parametrize(("script", "words"), WRITTEN.items())
def test_script_has_its_face(script, words):
    assert letters.missing_letters(words) == ()
    assert script in letters.scripts_for(words)


@pytest.mark.pdf
@pytest.mark.parametrize(("script", "words"), WRITTEN.items())
def test_script_prints_with_its_own_face_and_no_box(script, words):
    document = made(f"<p>{words}</p>")
    faces = {
        str(font["/BaseFont"])
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any(f"Report-{script}" in name for name in faces), faces


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
