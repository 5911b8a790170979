"""Every hole that is to be seeded still fits: its lines are there once, what is left is code."""

import ast

import pytest

from evidence.seeded import Hole, holes
from tests.source import ROOT

HOLES = holes()


def test_there_are_enough_and_each_once():
    assert len(HOLES) >= 100
    assert len({hole.what for hole in HOLES}) == len(HOLES)


def test_every_hole_fits_once_and_leaves_code():
    wrong = []
    for hole in HOLES:
        try:
            ast.parse(hole.cut((ROOT / hole.path).read_text(encoding="utf-8")))
        except (ValueError, SyntaxError, OSError) as error:
            wrong.append(str(error))
        wrong += [f"{hole.what}: {test}" for test in hole.tests if not (ROOT / test).exists()]
        wrong += [] if hole.tests else [f"{hole.what}: no test is asked"]
    assert wrong == []


def test_hole_that_does_not_fit_is_told():
    hole = Hole("Nothing", path="somewhere.py", old="    return x\n")
    with pytest.raises(ValueError, match="has these lines 2 times"):
        hole.cut("    return x\n    return x\n")
