"""The forward plan: every key decision of which notice has been given and that is still to be made."""

from django.db.models import Exists, OuterRef, QuerySet

from decisions.models import Decision, KeyDecisionNotice, PrivateMeetingNotice

FINAL = ("AGREED", "AGREED_AMENDED", "NOT_AGREED", "NOTED", "REGULARISED")


def final_decisions() -> QuerySet[Decision]:
    """Decisions after which nothing more is to be made on the notice."""
    return Decision.objects.filter(kind="DECISION", outcome__in=FINAL)


def forward_plan(words: str = "") -> QuerySet[KeyDecisionNotice]:
    """Live notices of open, undecided cases, the soonest decision first; `words` narrows by title."""
    decided = final_decisions().filter(case=OuterRef("case"))
    rows = (
        KeyDecisionNotice.objects.filter(superseded_by__isnull=True, case__closed_at__isnull=True)
        .exclude(Exists(decided))
        .annotate(may_be_private=Exists(PrivateMeetingNotice.objects.filter(case=OuterRef("case"))))
        .select_related("case__lead_member", "case__constitution", "maker_body", "maker_office")
        .defer("case__constitution__text")
        .order_by("decide_from", "reference", "pk")
    )
    for word in words.split()[:8]:
        rows = rows.filter(case__title__icontains=word)
    return rows
