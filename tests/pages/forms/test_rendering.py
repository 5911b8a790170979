"""How a field is printed."""

from django import forms

from pages.forms.rendering import attributes


def test_attribute_that_is_not_so_is_left_out_and_one_that_is_has_no_value():
    printed = attributes({"id": "one", "disabled": False, "required": True, "rows": 1, "dir": None})
    assert printed == ' id="one" required rows="1"'


def test_control_for_a_file_can_be_used():
    class OneFile(forms.Form):
        file = forms.FileField()

    printed = str(OneFile()["file"].as_field_group())
    assert 'type="file"' in printed
    assert "disabled" not in printed
