"""Each key of a TOML text is found on its line."""

import tomllib

from commissioning.rules.constitution_toml import shipped_text
from commissioning.rules.toml_lines import key_lines


def test_keys_tables_and_arrays_of_tables_have_their_lines():
    text = "a = 1\n[t]\nb.c = 2\n[[l]]\nx = 1\n[[l]]\nx = 2\n[l.y]\nz = 3\n"

    assert key_lines(text) == {
        "a": 1, "t": 2, "t.b.c": 3, "l[0]": 4, "l[0].x": 5, "l[1]": 6, "l[1].x": 7, "l.y": 8, "l.y.z": 9,
    }  # fmt: skip


def test_values_over_several_lines_hide_no_key_and_add_none():
    text = 'a = [\n  "b = 1",  # c = [\n  { d = 1 },\n]\ne = """\nf = 1\n[g]\n"""\nh = \'\'\'x\'\'\'\ni = 2 # [\n"j k" = 3\n'

    assert key_lines(text) == {"a": 1, "a[0]": 2, "a[1]": 3, "e": 5, "h": 9, "i": 10, "j k": 11}


def test_items_of_a_long_list_have_their_lines():
    text = 'a = ["x",\n  "y, z", 1,  # "c",\n\n  { b = 1, c = [1, 2] }, [\n    3, 4,\n  ],\n  5\n]\n'

    assert key_lines(text) == {"a": 1, "a[1]": 2, "a[3]": 4, "a[5]": 7}


def test_brackets_in_strings_and_comments_do_not_count():
    text = 'a = "[{" # [[\nb = \'["\'\n# c = 1\nd = "\\"[" \ne = 1\n'

    assert key_lines(text) == {"a": 1, "b": 2, "d": 4, "e": 5}


def test_every_key_of_the_shipped_file_is_found():
    text = shipped_text("lammas-vale-2026")
    lines = key_lines(text)

    top = tomllib.loads(text)

    assert {path.partition(".")[0].partition("[")[0] for path in lines} == set(top)
    assert all(f"call_in.{key}" in lines for key in top["call_in"])
