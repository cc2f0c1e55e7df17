"""The figures of an evidence pack as a file, the same for those who work on the case and for residents."""

from django.http import Http404, HttpResponse

from commissioning.models import Case
from commissioning.rules.evidence_charts import indicator_csv, source_words


def figures_as_csv(case: Case, content: dict | None, number: int) -> HttpResponse:
    """One indicator of the pack with basis and source. Raises Http404 where the pack has none of that number."""
    key = f"I{number}"
    found = next((one for one in content["indicators"] if one["key"] == key), None) if content else None
    if found is None:
        raise Http404
    name = f"{case.reference.replace('/', '-')}-{key}.csv"
    return HttpResponse(
        "\ufeff" + indicator_csv(found, source_words(content, found["source"])),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
