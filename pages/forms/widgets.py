"""Controls of our own."""

from django import forms


class WordsArea(forms.Textarea):
    """A box that begins as one line and grows; the browser does not cut what is too long."""

    def __init__(self, rows: int = 1, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class DayInput(forms.DateInput):
    """A day, as browsers let people pick one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
