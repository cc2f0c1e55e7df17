"""Parts of addresses that allow only what exists: a section of a proposal, a part of an evidence pack."""

from django.urls import register_converter

from commissioning.rules.sections import SLUGS


class SectionConverter:
    """The slug of a section, like "community-safety"; to the page it names."""

    regex = "|".join(sorted(SLUGS, key=len, reverse=True))

    def to_python(self, value: str):
        return SLUGS[value]

    def to_url(self, value) -> str:
        return getattr(value, "slug", value)


class PackPartConverter:
    """ "about", "S", "I" or "C" for a new part, "S1" for one there is."""

    regex = "about|[SIC][1-9][0-9]{0,2}|[SIC]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


SECTION, PACK_PART = "section", "packpart"
register_converter(SectionConverter, SECTION)
register_converter(PackPartConverter, PACK_PART)
