"""Somebody at a screen: by finger or by keyboard; what they see, tap and type is counted."""

import re

from playwright.sync_api import ElementHandle, Locator, Page

# What a person takes, roughly and not in a hurry: to type, to find and touch, to read a screen.
CHARACTERS_A_MINUTE = 200
SECONDS_A_TAP = 5
SECONDS_A_SCREEN = 30
MOST_STOPS = 160  # by Tab, from one thing to any other on a page
MARKS = "[\u2068\u2069]*"  # around a name, seen by nobody


class Hand:
    """Somebody with a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.screens: list[str] = []
        self.taps = 0
        self.typed = 0

    @property
    def minutes(self) -> float:
        """How long this takes a person, estimated."""
        seconds = self.taps * SECONDS_A_TAP + len(self.screens) * SECONDS_A_SCREEN
        return round(seconds / 60 + self.typed / CHARACTERS_A_MINUTE, 1)

    def look(self) -> str:
        """Read the heading of a new screen."""
        heading = self.page.locator("main h1").inner_text()
        self.screens.append(heading)
        return heading

    def tap(self, words: str, group: str = "", of: str = "main") -> None:
        """Tap a radio, a box to tick, a button or a link by its words; `group`: its question."""
        place = self.page.get_by_role("group", name=group) if group else self.page.locator(of)
        button = self.visible(place.get_by_role("button", name=words, exact=True))
        link = self.visible(place.get_by_role("link", name=words, exact=True))
        label = self.visible(place.get_by_label(words, exact=True))
        # What was tapped before may have asked for another page, which is still on its way.
        button.or_(link).or_(label).first.wait_for()
        for control in (button, link, label):
            if control.count():
                break
        self.touch(control.first)
        self.taps += 1

    def write(self, question: str, words: str) -> None:
        """Tap a box and type."""
        self.type_into(self.box(question), words)
        self.taps += 1
        self.typed += len(words)

    def paste(self, question: str, words: str) -> None:
        """Tap a box and paste what was copied elsewhere."""
        self.paste_into(self.box(question), words)
        self.taps += 2

    def box(self, question: str) -> Locator:
        """Return the box of a question, of which this is the beginning at least."""
        letters = MARKS.join(map(re.escape, question))
        return self.visible(self.page.get_by_label(re.compile(rf"^\s*{letters}"))).first

    def visible(self, control: Locator) -> Locator:
        """Leave out what is folded away."""
        return control.and_(self.page.locator(":visible"))

    def touch(self, target: Locator) -> None:
        """Tap; the label lies over its control, as it does under a finger."""
        target.click(force=True)

    def type_into(self, box: Locator, words: str) -> None:
        """Tap the box, and type."""
        box.click()
        box.fill(words)

    def paste_into(self, box: Locator, words: str) -> None:
        """Tap the box, and paste."""
        self.type_into(box, words)


class Keyboard(Hand):
    """Somebody who touches nothing but keys."""

    def touch(self, target: Locator) -> None:
        """Go there by Tab and press it; within a question of several, by arrows."""
        kind = target.get_attribute("type")
        if kind == "radio":
            name = target.get_attribute("name")
            self.go(f"input[type=radio][name='{name}']")
            for _time in range(20):
                if self.is_at(target):
                    break
                self.page.keyboard.press("ArrowDown")
            assert self.is_at(target)
        else:
            self.go_to(target)
        self.page.keyboard.press("Space" if kind in {"radio", "checkbox"} else "Enter")

    def type_into(self, box: Locator, words: str) -> None:
        """Go to the box by Tab, and type."""
        self.go_to(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def paste_into(self, box: Locator, words: str) -> None:
        """Go to the box by Tab, and paste."""
        self.go_to(box)
        self.page.keyboard.insert_text(words)

    def is_at(self, target: Locator | ElementHandle) -> bool:
        """Say whether the focus is there."""
        return bool(target.evaluate("(each) => each === document.activeElement"))

    def go_to(self, target: Locator) -> None:
        """Press Tab until the focus is there; where that is, is looked up once."""
        there = target.element_handle()
        for _stop in range(MOST_STOPS):
            if self.is_at(there):
                return
            self.page.keyboard.press("Tab")
        message = f"the keyboard does not reach {target} on {self.page.url}"
        raise AssertionError(message)

    def go(self, selector: str) -> None:
        """Press Tab until the focus is on one of these."""
        for _stop in range(MOST_STOPS):
            if self.page.evaluate("(one) => document.activeElement.matches(one)", selector):
                return
            self.page.keyboard.press("Tab")
        message = f"the keyboard does not reach {selector} on {self.page.url}"
        raise AssertionError(message)
