from django.template import Context, RequestContext, Template
from django.utils import translation

FRAME = (
    "{% load frame i18n %}{{ who }}"
    "{% once %}[{% if who %}{{ who }}{% endif %}{% translate 'Search' %}]{% endonce %}"
)


def test_once_says_nothing_of_who_looks(rf):
    template = Template(FRAME)
    assert template.render(RequestContext(rf.get("/"), {"who": "Ann"})) == "Ann[Search]"
    assert template.render(Context({"who": "Ben"})) == "Ben[Search]"


def test_once_is_printed_anew_in_another_language():
    template = Template(FRAME)
    template.render(Context({"who": "Ann"}))
    with translation.override("de"):
        assert template.render(Context({"who": "Ann"})) == "Ann[Suchen]"
    assert template.render(Context({"who": "Ann"})) == "Ann[Search]"


def test_once_is_printed_once():
    template = Template("{% load frame %}{% once %}{% now 'u' %}{% endonce %}")
    assert len({template.render(Context()) for _time in range(3)}) == 1
