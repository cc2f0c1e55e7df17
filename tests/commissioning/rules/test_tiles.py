"""Tile paths: one spelling each, read back exactly, foreign spellings unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.rules import tiles
from commissioning.rules.tiles import Tile


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0), "000"),
        (Tile(5), "005"),
        (Tile(1_234_067), "x001/x234/067"),  # the example of the C2SP tlog-tiles specification
        (Tile(1000), "x001/000"),
        (Tile(273, 112), "273.p/112"),
    ],
)
def test_path_of_a_tile(tile, path):
    assert tiles.path(tile) == path
    assert tiles.parse_path(path) == tile


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "5",
        "0005",
        "x000/005",
        "001/234",
        "x001",
        "005.p/0",
        "005.p/256",
        "005.p/257",
        "005.p/07",
        "-05",
        "００５",
        "x001/" * 20 + "001",
        "005\n",
    ],
)
def test_parse_path_knows_no_other_spelling(text):
    assert tiles.parse_path(text) is None


@given(st.integers(0, 10**12), st.integers(1, 256))
def test_parse_path_reads_what_path_writes(index, width):
    tile = Tile(index, width)

    assert tiles.parse_path(tiles.path(tile)) == tile


@pytest.mark.parametrize(
    ("level", "tile", "size", "served"),
    [
        (0, Tile(0), 256, True),
        (0, Tile(0), 255, False),
        (0, Tile(0, 255), 255, True),
        (1, Tile(0, 1), 256, True),
        (1, Tile(0, 1), 255, False),
        (1, Tile(0, 2), 511, False),
        (8, Tile(0, 1), 2**63, False),
    ],
)
def test_is_served_only_what_a_checkpoint_covers(level, tile, size, served):
    assert tiles.is_served(level, tile, size) is served


def test_bundle_puts_the_length_before_each_leaf():
    assert tiles.bundle([b"abc", b""]) == b"\x00\x03abc\x00\x00"


@pytest.mark.parametrize(("level", "size", "served"), [(7, 1 << 56, True), (7, (1 << 56) - 1, False), (8, 1 << 64, False), (-1, 256, False)])
def test_tiles_are_served_on_eight_levels(level, size, served):
    assert tiles.is_served(level, Tile(0, 1), size) is served


def test_length_of_a_long_leaf_takes_both_bytes():
    assert tiles.bundle([b"x" * 40_000, b"y"])[:2] == b"\x9c\x40"
