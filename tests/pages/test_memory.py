from pages.memory import Memory


def test_memory_keeps_the_newest():
    memory = Memory(2)
    for number, word in enumerate(("one", "two", "three")):
        assert memory.keep(number, word) == word

    assert memory == {1: "two", 2: "three"}
