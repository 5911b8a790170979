from django.test.utils import override_script_prefix
from django.urls import reverse

from pages.memory import Memory, address


def test_memory_keeps_the_newest():
    memory = Memory(2)
    for number, word in enumerate(("one", "two", "three")):
        assert memory.keep(number, word) == word

    assert memory == {1: "two", 2: "three"}


def test_address_is_the_one_that_django_gives():
    assert address("home") == reverse("home")
    assert address("service", "alder-house") == reverse("service", args=["alder-house"])


def test_address_follows_where_the_site_begins():
    with override_script_prefix("/pizazz/"):
        assert address("help") == reverse("help")
    assert address("help") == reverse("help")
