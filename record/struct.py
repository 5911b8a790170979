"""What every frozen structure of ours is made from."""

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))  # heirs are frozen too
class Struct(msgspec.Struct, frozen=True):
    """A frozen structure."""
