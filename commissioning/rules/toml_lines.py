"""On which line each key of a TOML text stands, which the standard reader does not tell.

The text has already been read without a syntax error, so this only follows headers, keys and values that
run over several lines; the items of such a list have their own lines. Keys inside an inline table share the
line of the table.
"""

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="""
)
_CLOSE = re.compile(r"[\]}]")
_INNER = re.compile(r"\[[^\[\]{}]*\]|\{[^\[\]{}]*\}")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


def key_lines(text: str) -> dict[str, int]:
    """The line (from 1) of every table and key by dotted path; `a.b[0].c` inside an array of tables,
    `a.b[0]` for an item of a list that is written over several lines."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, depth, quotes = "", 0, ""
    path, items = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if quotes or depth:
            if depth == 1 and not quotes:
                if _bare(line).strip(" ,]"):
                    lines[f"{path}[{items}]"] = number
                items += _bare(line).count(",")
            before, (depth, quotes) = depth, _follow(line, depth, quotes)
            if before > depth == 1:
                items += _CLOSE.split(_bare(line))[-1].count(",")
        elif header := _HEADER.match(line):
            table = _name(header[2])
            if header[1] == "[[":
                index = counts[table] = counts.get(table, -1) + 1
                table = f"{table}[{index}]"
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            path = f"{table}.{_name(key[1])}" if table else _name(key[1])
            lines[path] = number
            items = _bare(line[key.end() :]).count(",")
            depth, quotes = _follow(line[key.end() :], depth, quotes)
    return lines


def _bare(line: str) -> str:
    """The line without comment; strings and closed inner lists and tables are one mark each."""
    bare = _STRING.sub("x", line).partition("#")[0]
    while (shorter := _INNER.sub("x", bare)) != bare:
        bare = shorter
    return bare


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
