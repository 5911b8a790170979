"""A framework that is asked from two sides: the same lines and levels, questions of their own."""

import copy
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Organisation
from frameworks import selectors
from frameworks.actions import publish
from frameworks.files.documents import BadDocumentError, framework_digest, from_rows
from frameworks.management.commands.load_frameworks import shipped
from frameworks.models import Framework, Offer, Publication, Voice
from tests.factories import CommissioningBodyFactory, OrganisationFactory
from tests.frameworks.entries import read_entries
from tests.source import APPS, ROOT, modules, strings

VOICED = next(path for path in shipped() if "voice" in path.read_text(encoding="utf-8")[:60_000])
YES_OR_NO = re.compile(r"^(Is|Are|Do|Does|Did|Have|Has|Can|Could|Would|Will|Was|Were)\b")


def voiced():
    return copy.deepcopy(read_entries(VOICED))


@pytest.fixture
def framework(db):
    call_command("load_frameworks", verbosity=0)
    return Framework.objects.get(slug="contained-autonomy")


def trees(framework):
    return [selectors.tree_by_id(framework.pk, side=kind) for kind in Voice.Kind.values]


def test_both_sides_place_the_same_lines_on_the_same_levels(framework):
    service, body = trees(framework)
    assert [line.code for line in service.lines] == [line.code for line in body.lines]
    assert service.levels == body.levels
    assert len(service.themes) == 6
    assert sum(len(theme.elements) for theme in service.themes) == 15
    assert [level.name for level in service.levels] == [
        "On our minds",
        "Here and there",
        "Usual here",
        "Well rooted",
    ]


def test_each_side_is_asked_in_its_own_words(framework):
    service, body = trees(framework)
    assert (service.voice.name, body.voice.name) == ("How we are commissioned", "How we commission")
    for ours, theirs in zip(service.themes, body.themes, strict=True):
        assert ours.question != theirs.question != "" != ours.question
        for one, other in zip(ours.elements, theirs.elements, strict=True):
            assert len(one.prompts) == len(other.prompts) == 2
            assert not set(one.prompts) & set(other.prompts)


def test_glosses_speak_of_budgets_and_of_nobody_who_lives_there(framework):
    service, _body = trees(framework)
    glosses = [card.gloss for line in service.lines for card in line.cards]
    assert any("budgets are tight" in gloss for gloss in glosses)
    assert not [gloss for gloss in glosses if "night" in gloss or "{people}" in gloss]
    for theme in service.themes:
        assert [card.gloss for card in theme.cards] != [card.gloss for card in service.levels]


def test_no_question_asks_for_a_yes(framework):
    for tree in trees(framework):
        for line in tree.lines:
            for words in (line.question, *line.prompts):
                assert not YES_OR_NO.match(words), words


def test_its_source_is_acknowledged(framework):
    assert "Piggin" in framework.source
    assert "our own wording" in framework.acknowledgement
    assert "CC BY 4.0" in framework.licence


def test_what_was_published_before_there_were_voices_has_the_same_seal(framework):
    """A field that came later and is empty changes no digest."""
    for published in Framework.objects.all():
        entries = from_rows(published)
        assert framework_digest(entries) == Publication.objects.get(framework=published).digest
        if not published.voices.exists():
            for entry in entries:
                entry["fields"].pop("voice", None)
            assert framework_digest(entries) == Publication.objects.get(framework=published).digest


def test_offered_by_side(framework):
    oak, council = OrganisationFactory(), CommissioningBodyFactory()
    offered = selectors.offered_by([oak.pk, council.pk])
    assert [edition.slug for edition in offered[oak.pk]] == ["pies", "contained-autonomy"]
    assert [edition.slug for edition in offered[council.pk]] == ["contained-autonomy"]


def test_offered_by_choice_within_the_side(framework):
    oak, council = OrganisationFactory(), CommissioningBodyFactory()
    Offer.objects.create(organisation=oak, slugs=["pies"])
    Offer.objects.create(organisation=council, slugs=["pies"])  # for services only
    offered = selectors.offered_by([oak.pk, council.pk])
    assert [edition.slug for edition in offered[oak.pk]] == ["pies"]
    assert [edition.slug for edition in offered[council.pk]] == ["contained-autonomy"]


def _prompt(entries, **fields_like):
    for entry in entries:
        fields = entry["fields"]
        if entry["model"] == "frameworks.prompt" and all(
            fields.get(name) == value for name, value in fields_like.items()
        ):
            return entry
    raise LookupError(fields_like)


def unknown_voice(entries):
    _prompt(entries, kind="tell")["fields"]["voice"][-1] = "nobody"


def no_question(entries):
    entries.remove(_prompt(entries, kind="theme"))


def no_prompt(entries):
    entries.remove(_prompt(entries, kind="sideways"))


def asked_of_both_too(entries):
    _prompt(entries, kind="theme")["fields"]["voice"] = None


def coffee_of_one(entries):
    voice = _prompt(entries, kind="theme")["fields"]["voice"]
    _prompt(entries, kind="coffee")["fields"]["voice"] = voice


def one_side_twice(entries):
    for entry in entries:
        if entry["model"] == "frameworks.voice":
            entry["fields"]["kind"] = "body"


def unknown_side(entries):
    next(entry for entry in entries if entry["model"] == "frameworks.voice")["fields"]["kind"] = (
        "all"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (unknown_voice, "of the voice “nobody”, which does not exist"),
        (no_question, "has no question in the voice “commissioning”"),
        (no_prompt, "has no prompt of the kind sideways in the voice “commissioning”"),
        (asked_of_both_too, "has more than one question in the voice “commissioned”"),
        (coffee_of_one, "cannot be of one voice"),
        (one_side_twice, "Two voices are of the kind body: each side has one."),
        (unknown_side, "is “all”: it can be service, body"),
    ],
)
@pytest.mark.django_db
def test_broken_voices_are_refused_in_a_sentence(change, sentence):
    entries = voiced()
    change(entries)
    with pytest.raises(BadDocumentError) as refused:
        publish(entries=entries)
    assert any(sentence in problem for problem in refused.value.problems), refused.value.problems
    assert not Framework.objects.exists()


def test_page_has_every_question_of_every_voice(framework, client):
    text = client.get(reverse("framework", args=["contained-autonomy", "1.0"])).content.decode()
    for tree in trees(framework):
        assert tree.voice.name in text
        for line in tree.lines:
            for words in (line.question, *line.prompts):
                assert words in text.replace("&#x27;", "'")


def test_no_code_names_a_line_a_voice_or_the_framework():
    """Frameworks are data: what the files call things stands in no module and no template."""
    names = set()
    for path in shipped():
        for entry in read_entries(path):
            fields = entry["fields"]
            if entry["model"] == "frameworks.framework":
                names.add(fields["slug"])
            elif entry["model"] in {"frameworks.line", "frameworks.voice"}:
                names |= {fields["code"], fields["name"]}
    telling = {name for name in names if len(name.split("-")) > 1 or len(name.split()) > 1}
    naming = []
    for module in modules(*set(APPS) - {"demo", "example"}):
        naming += [f"{module}: {text}" for _line, text in strings(module.tree) if text in telling]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8") if "demo" not in path.parts else ""
        naming += [f"{path}: {name}" for name in telling if f'"{name}"' in text]
    assert naming == []


def test_practice_places_are_offered_what_services_are(framework):
    practice = Organisation.with_practice.create(kind="practice", name="Practice", slug="practice")
    slugs = [edition.slug for edition in selectors.offered_by([practice.pk])[practice.pk]]
    assert slugs == ["pies", "contained-autonomy"]
