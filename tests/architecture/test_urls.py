"""Deny by default: every address says that it is public, or turns a stranger away."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.source import APPS

SAMPLES = ("csv", "1", "x", "about", "2026", "S1", "7f1f5f0c-5f4c-4f0e-9a53-0d3c5a1d7a11")
# Plain functions cannot carry `is_public`; these are public on purpose.
PUBLIC_FUNCTIONS = {
    "health": "for the load balancer",
    "source": "the licence asks for it",
    "icon": "browsers ask for it unbidden",
}
REFUSALS = {302, 403, 404, 405}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name, namespaces included."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{before}{entry.namespace}:" if entry.namespace else before
            yield from patterns(entry, space)
        else:
            yield f"{before}{entry.name or ''}", entry


def is_public(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return getattr(view, "is_public", False) is True or pattern.name in PUBLIC_FUNCTIONS


def ours(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.split(".")[0] in APPS


def test_every_address_has_a_name_of_its_own():
    names = [name for name, pattern in patterns() if ours(pattern)]

    assert sorted(names) == sorted(set(names))
    assert "" not in names


def test_every_view_of_ours_says_whether_it_is_public():
    silent = [
        name
        for name, pattern in patterns()
        if ours(pattern)
        and not hasattr(getattr(pattern.callback, "view_class", pattern.callback), "is_public")
        and pattern.name not in PUBLIC_FUNCTIONS
    ]

    assert silent == []


@pytest.mark.django_db
def test_every_address_that_is_not_public_refuses_a_stranger(client):
    open_doors = []
    for name, pattern in patterns():
        if is_public(pattern) or not ours(pattern):
            continue
        answer = client.get(_address(name, pattern))
        if answer.status_code not in REFUSALS:
            open_doors.append(f"{name}: {answer.status_code}")

    assert open_doors == []


def _address(name: str, pattern: URLPattern) -> str:
    """The page's address with values that it accepts, whether it is written with converters or as an expression."""
    converters = pattern.pattern.converters
    if converters:
        return reverse(name, kwargs={key: _sample(converter) for key, converter in converters.items()})
    names = re.compile(str(pattern.pattern)).groupindex if "(?P" in str(pattern.pattern) else {}
    if not names:
        return reverse(name)
    for values in itertools.product(SAMPLES, repeat=len(names)):
        try:
            return reverse(name, kwargs=dict(zip(names, values, strict=True)))
        except NoReverseMatch:
            continue
    raise AssertionError(f"no sample fits {name}")


def _sample(converter: object) -> object:
    """A value that the address accepts; the page must refuse before it looks for anything of that name."""
    choices = (*SAMPLES, *converter.regex.split("|"))
    text = next(sample for sample in choices if re.fullmatch(converter.regex, sample))
    return converter.to_python(text)
