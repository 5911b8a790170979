"""What every form of a conversation has in common.

It carries a submission key, so that sending it twice saves it once, and what it showed, so that
only what a person changed is saved and somebody else's change is noticed.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from accounts.models import Service, User
from accounts.selectors import people_of
from assessments.models import Assessment
from pages.forms.fields import OurForm, Values
from pages.forms.submission import CODE, PART_MISSING
from pages.words import check_words, tidy
from record.choices import AskedOf

# Fields of the form itself: never offered again from a draft.
NOT_IN_DRAFTS = {"key", "csrfmiddlewaretoken", "conflict", "kept_post", "leaving"}
# Of these a browser sends nothing where they are not ticked.
BOXES = (forms.CheckboxInput, forms.CheckboxSelectMultiple)
# In these people write; in some of their kind they pick a day or a number.
WRITTEN = (forms.Textarea, forms.TextInput)
PICKED = (forms.HiddenInput, forms.DateInput, forms.NumberInput)
# What a form sends besides its fields: its button, and what stands in NOT_IN_DRAFTS.
NO_ANSWERS = NOT_IN_DRAFTS | {"then", "grew_from"}
# What may differ when the same form is sent again.
MAY_DIFFER = {"key", "csrfmiddlewaretoken", "kept_post", "grew_from"}


@dataclass(frozen=True)
class Clash:
    """Two texts that met: what is there now, and what this person was typing."""

    theirs: str
    mine: str
    one_only: bool = False

    @property
    def is_none(self) -> bool:
        """True when both say the same: then nothing met, and there is nothing to ask."""
        return self.theirs == self.mine


class PageForm(OurForm):
    """A page of a conversation.

    Args:
        data: what was sent, or None.
        saved: what the page shows, by field name.
        draft: what this person typed and did not save, as their draft keeps it.
    """

    # Fields whose change is looked for, each by itself.
    tracked: tuple[str, ...] = ()
    # Fields that go with an answer of these: kept where that is, and not without it.
    of_answer: tuple[str, ...] = ()

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"required": PART_MISSING, "invalid": PART_MISSING},
    )
    seen = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10**9,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PART_MISSING),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    # The form whose draft this page was printed with: its words are here, so it may be forgotten.
    grew_from = forms.UUIDField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": PART_MISSING}
    )

    def __init__(self, data: Values = None, *, saved: Values = None, draft: Values = None) -> None:
        self.saved = dict(saved or {})
        # Without blanks: what has some reads as words where a kept form is shown again.
        was = json.dumps(self.marks(self.saved), separators=(",", ":"))
        initial = {"was": was, **self.saved}
        typed = {name: value for name, value in (draft or {}).items() if name not in NOT_IN_DRAFTS}
        self.from_draft = typed
        super().__init__(data, initial=initial | typed)

    def leave_out_own_manager(self, service: Service) -> None:
        """Leave out whom this team cannot ask; what was put to them before stays so.

        *Our manager* where one person is the whole team: it would be themselves. *Whoever pays for
        this place* of a body's own team: that is the body.
        """
        names = [name for name in self.fields if name in {"to", "also"} or name.endswith("_to")]
        if not names:
            return
        nobody = set()
        if people_of(service).count() == 1:
            nobody.add(AskedOf.MANAGER.value)
        if service.is_of_a_body:
            nobody.add(AskedOf.COMMISSIONER.value)
        for name in names:
            field: Any = self.fields[name]
            before = self.get_initial_for_field(field, name)
            leave_out = nobody - set(before if isinstance(before, list) else [before])
            field.choices = [choice for choice in field.choices if choice[0] not in leave_out]

    def clean_key(self) -> uuid.UUID:
        """Return the key of these very words: Back may bring the same page again."""
        self.page_key: uuid.UUID = self.cleaned_data["key"]
        return key_of(self.page_key, self.data)

    def clean(self) -> dict[str, Any]:
        """Refuse answers to what is no longer asked here: nothing that was typed may get lost."""
        data = super().clean() or {}
        if self.left_over:
            message = gettext(
                "Something that you answered is no longer on this page: somebody changed what it "
                "was about meanwhile."
            )
            self.add_error(None, message)
        for words in self.words_left_over:
            message = gettext("You had typed there: “{words}” Copy it, if it should stay.")
            self.add_error(None, message.replace("{words}", words))
        return data

    def ask_for(self, name: str, words: str, *others: str) -> None:
        """Ask for a field that was left empty where one of these others was not."""
        data = self.cleaned_data
        has_others = any(data.get(other) for other in others)
        if has_others and not data.get(name) and name not in self.errors:
            self.add_error(name, words)

    @property
    def left_over(self) -> dict[str, list[str]]:
        """What was sent, or kept as a draft, for questions that are no longer on the page."""
        data = self.data if self.is_bound else self.from_draft
        unasked = {}
        for name, values in _lists(data):
            answers = [answer for answer in values if answer.strip()]
            if answers and name not in self.fields and name not in NO_ANSWERS:
                unasked[name] = answers
        return unasked

    @property
    def words_left_over(self) -> list[str]:
        words = []
        for answers in self.left_over.values():
            for answer in answers:
                if not CODE.fullmatch(answer.strip()):
                    words.append(answer)
        return words

    def to_keep(self, data: MultiValueDict[str, str]) -> dict[str, str | list[str]]:
        """Return what was sent as a draft keeps it; a box that was unticked is empty there.

        Raises ValidationError where no draft takes the words.
        """
        fields: dict[str, str | list[str]] = {}
        for name, field in self.fields.items():
            values = list(map(check_words, data.getlist(name)))
            if name not in NOT_IN_DRAFTS and (values or isinstance(field.widget, BOXES)):
                fields[name] = values if len(values) > 1 else "".join(values)
        return fields

    def marks(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return a short mark for each tracked field's value."""
        return {name: mark(values.get(name)) for name in self.tracked}

    @property
    def touched(self) -> set[str]:
        """The tracked fields that this person changed, by what the page had shown them."""
        was, now = self._was, self.marks(self.cleaned_data)
        return {name for name in self.tracked if now[name] != was.get(name, mark(None))}

    @property
    def moved_on(self) -> set[str]:
        """The touched fields that somebody else changed to something else meanwhile."""
        was, now = self._was, self.marks(self.saved)
        mine = self.marks(self.cleaned_data)
        names = set()
        for name in self.touched:
            if now[name] not in {was.get(name, mark(None)), mine[name]}:
                names.add(name)
        return names

    @property
    def _was(self) -> dict[str, Any]:
        """The marks that came with the form; none where what came is not ours."""
        try:
            was = json.loads(self.cleaned_data.get("was") or "{}")
        except (ValueError, RecursionError):
            return {}
        if isinstance(was, dict):
            return was
        return {}

    @property
    def conflict(self) -> str:
        """The answer to "keep both?": both, mine, theirs, or empty when it was not asked."""
        answer = str(self.data.get("conflict", ""))
        if answer in {"both", "mine", "theirs"}:
            return answer
        return ""

    @property
    def then(self) -> str:
        """What this person wants next, as the button says: *another* of the same, the *list*."""
        return str(self.data.get("then", ""))

    @property
    def has_nothing_new(self) -> bool:
        """True when a finished conversation has all of this already."""
        return False

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was typed, label by label, for a page that could not save it."""
        texts = []
        for name, field in self.fields.items():
            words = str(self.data.get(name, ""))
            if self.is_written(name) and words.strip():
                texts.append((str(field.label or ""), words))
        return texts + [("", words) for words in self.words_left_over]

    @property
    def new_words(self) -> list[str]:
        """What was written besides any answer that can meet another: it is kept either way."""
        words = []
        for name in self.fields:
            if self.is_written(name) and name not in {*self.tracked, *self.of_answer}:
                words.append(str(self.cleaned_data.get(name) or ""))
        return list(filter(None, words))

    def save(self, assessment: Assessment, *, by: User) -> None:
        """Write what was typed, or nothing where nothing was, inside one transaction."""
        raise NotImplementedError

    def is_text(self, name: str) -> bool:
        """Say whether people write this field, rather than choose it."""
        return isinstance(self.fields[name].widget, WRITTEN)

    def is_written(self, name: str) -> bool:
        """Say whether people write words there, neither a day nor a number."""
        return self.is_text(name) and not isinstance(self.fields[name].widget, PICKED)

    def clash(self, current: Any, /) -> Clash:
        """Return the two texts for "keep both?"; `current`: the row as it is now."""
        for name in self.tracked:
            if hasattr(current, name):
                self.saved[name] = getattr(current, name)
        moved_on = self.moved_on
        theirs, mine = [], []
        for name, field in self.fields.items():
            if name in moved_on and self.is_text(name):
                nothing = gettext("(nothing)")
                theirs.append(f"{field.label} {self.saved.get(name) or nothing}")
                mine.append(f"{field.label} {self.cleaned_data.get(name) or nothing}")
        return Clash(theirs="\n\n".join(theirs), mine="\n\n".join(mine))


def key_of(key: uuid.UUID, data: Mapping[str, Any]) -> uuid.UUID:
    """Return the key under which what was sent with a page's `key` is saved once."""
    lists = data.lists() if isinstance(data, MultiValueDict) else data.items()
    answers = sorted((name, value) for name, value in lists if name not in MAY_DIFFER)
    return uuid.uuid5(key, json.dumps(answers))


def _lists(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Give each name with its values, however they were sent or kept."""
    if isinstance(data, MultiValueDict):
        yield from data.lists()
        return
    for name, value in data.items():
        yield name, [str(answer) for answer in (value if isinstance(value, list) else [value])]


def mark(value: Any) -> str:
    """Return a few letters that are the same for the same value, however it is written down."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, (list, tuple, set)):
        value = sorted(map(str, value))
    text = json.dumps(value if isinstance(value, list) else tidy(str(value)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
