"""On which line each key of a TOML text stands, which the standard reader does not tell.

The text has already been read without a syntax error, so this only follows headers, keys and values that
run over several lines. Keys inside an inline table share the line of the table.
"""

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="""
)
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


def key_lines(text: str) -> dict[str, int]:
    """The line (from 1) of every table and key by dotted path; `a.b[0].c` inside an array of tables."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, depth, quotes = "", 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if quotes or depth:
            depth, quotes = _follow(line, depth, quotes)
        elif header := _HEADER.match(line):
            table = _name(header[2])
            if header[1] == "[[":
                index = counts[table] = counts.get(table, -1) + 1
                table = f"{table}[{index}]"
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = _name(key[1])
            lines[f"{table}.{path}" if table else path] = number
            depth, quotes = _follow(line[key.end() :], depth, quotes)
    return lines


def _name(dotted: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in dotted.split("."))


def _follow(line: str, depth: int, quotes: str) -> tuple[int, str]:
    """How deep in brackets, and in which long string, the text is after this line."""
    if quotes:
        _, found, line = line.partition(quotes)
        if not found:
            return depth, quotes
    for mark in ('"""', "'''"):
        before, found, after = line.partition(mark)
        if found and "#" not in _STRING.sub("", before):
            depth, _ = _follow(before, depth, "")
            return _follow(after, depth, mark)
    bare = _STRING.sub("", line).partition("#")[0]
    return depth + sum(map(bare.count, "[{")) - sum(map(bare.count, "]}")), ""
