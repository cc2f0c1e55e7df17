"""Setting up what sits, works and decides: the bodies of the council and the partner agencies. For administrators."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import slugify

from commissioning import access, ledger
from commissioning.acts import Act, Actor
from commissioning.models import Body, Organisation
from commissioning.rules.refusals import Refusal

ONE_OF_EACH = {"COUNCIL", "CABINET", "SSMT", "SCRUTINY", "RESEARCH", "OFFICE"}  # a council has one; services and agencies are many


def make_body(
    *,
    name: str,
    kind: str,
    short: str = "",
    agency_kind: str = "",
    advises_only: bool = False,
    actor: Actor,
    at: datetime,
) -> Body:
    """Set up a body of the council; for the kind AGENCY the partner agency and the body that acts for it.

    Raises PermissionDenied; Refusal body.known, body.one_of_each, body.no_council.
    """
    standing = access.require(actor, "body.make", None, at)
    name, short = name.strip(), short.strip()
    _require_new(name, kind, short)
    act = Act(actor, standing, at)
    organisation = _agency(act, name, short, agency_kind, not advises_only) if kind == "AGENCY" else _council()
    body = Body.create_as(act, key=_free_key(Body, f"{slugify(name)[:44]}" or "body"), name=name, kind=kind, organisation=organisation)
    fields = {"name": name, "sort": kind, "organisation": organisation.name, "is_voting": organisation.is_voting}
    ledger.append("admin.change", act, f"body/{body.key}", fields={"change": "body", **fields})
    return body


def _require_new(name: str, kind: str, short: str) -> None:
    if Body.objects.filter(name__iexact=name).exists():
        raise Refusal("body.known", f"There is a body called {name} already. Set up its offices, or give another name.")
    if kind in ONE_OF_EACH and (found := Body.objects.filter(kind=kind).first()) is not None:
        raise Refusal("body.one_of_each", f"There is one already: {found.name}. Set up its offices.")
    if kind == "AGENCY" and Organisation.objects.filter(short__iexact=short).exists():
        raise Refusal("body.known", f"There is an agency with the short name {short} already.")


def _agency(act: Act, name: str, short: str, kind: str, is_voting: bool) -> Organisation:
    key = _free_key(Organisation, slugify(short)[:44] or "agency")
    return Organisation.create_as(act, key=key, name=name, short=short, kind=kind, is_voting=is_voting)


def _council() -> Organisation:
    found = Organisation.objects.filter(kind="COUNCIL").order_by("pk").first()
    if found is None:
        raise Refusal("body.no_council", "The council itself is not set up yet. It comes with the first administrator.")
    return found


def _free_key(model: type[Body] | type[Organisation], wish: str) -> str:
    taken = set(model.objects.filter(key__startswith=wish).values_list("key", flat=True))
    return next(key for key in (wish, *(f"{wish}-{n}" for n in range(2, 1000))) if key not in taken)
