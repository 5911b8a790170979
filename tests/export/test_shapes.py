"""The shapes of a file, and the schema that is made of them."""

import io
import json
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command

from export.file.kinds import BY_NAME
from export.file.shapes import row_type, whole_file

KEY, MOMENT = "9e5e223a-0f6b-4c98-8cc5-f490bd4d8157", "2026-11-28T09:00:00Z"
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "export.schema.json"


def test_schema_is_what_the_types_say():
    """Otherwise: ./run manage export_schema > docs/export.schema.json, and say so in CHANGELOG.md.

    What an older file has not, or a newer one has, is another format: raise FORMAT_VERSION.
    """
    output = io.StringIO()
    call_command("export_schema", stdout=output)
    assert output.getvalue() == SCHEMA.read_text(encoding="utf-8")


def test_schema_tells_what_a_record_is():
    parts = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    assert {"Record", "RecordRow", "FactorText", "JudgementText"} <= set(parts)
    assert parts["RecordRow"]["properties"]["document"] == {"$ref": "#/$defs/Record"}


def test_shape_refuses_what_it_does_not_know():
    with pytest.raises(msgspec.ValidationError, match="more"):
        msgspec.json.decode('{"format": "pizazz", "more": 1}', type=whole_file())


def test_row_written_before_a_column_was_there_has_its_default():
    """Of a column with a default; another is another format."""
    shape = row_type(BY_NAME["remark"])
    members = {"row": "remark", "id": KEY, "understanding": KEY, "order": 1, "said_at": MOMENT}
    read = msgspec.json.decode(msgspec.json.encode(members), type=shape)
    assert (read.words, read.order) == ("", 1)
    del members["order"]
    with pytest.raises(msgspec.ValidationError, match="missing required field `order`"):
        msgspec.json.decode(msgspec.json.encode(members), type=shape)
