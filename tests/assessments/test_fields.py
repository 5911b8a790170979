"""Fields that every page of a conversation uses."""

from assessments.forms.fields import LineField


def test_line_tells_the_script_how_much_fits() -> None:
    assert LineField(most=300).widget.attrs["data-count"] == 300
