"""Deny by default: every address says that it is public, or turns a stranger away."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.source import APPS

SAMPLES = {"int": 1, "str": "x", "slug": "x", "uuid": "7f1f5f0c-5f4c-4f0e-9a53-0d3c5a1d7a11", "path": "x"}
# Plain functions cannot carry `is_public`; these are public on purpose.
PUBLIC_FUNCTIONS = {"health": "for the load balancer", "source": "the licence asks for it"}
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
        kwargs = {key: SAMPLES[_kind(converter)] for key, converter in pattern.pattern.converters.items()}
        answer = client.get(reverse(name, kwargs=kwargs))
        if answer.status_code not in REFUSALS:
            open_doors.append(f"{name}: {answer.status_code}")

    assert open_doors == []


def _kind(converter: object) -> str:
    kind = type(converter).__name__.removesuffix("Converter").removeprefix("String").lower()
    return kind if kind in SAMPLES else "str"
