"""Saving one part of a draft without ever writing over what somebody else saved in between."""

from __future__ import annotations

from collections.abc import Mapping

from commissioning.acts import Act
from commissioning.models import Case, DraftSave
from commissioning.rules.content import canonical
from commissioning.rules.refusals import Refusal
from commissioning.selectors.drafts import latest

CHANGED = "draft.changed"


def save_draft(case: Case, part: str, content: Mapping, revision: int, act: Act) -> DraftSave:
    """Keep a new revision of the part; a step inside other acts, so it appends no event.

    `revision` is the one that the person started from. Raises Refusal("draft.changed") when there is a newer one with
    another content, Refusal("draft.same") when there is nothing new to keep.
    """
    last = latest(case, part)
    same = last.saved is not None and canonical(last.content) == canonical(content)
    if last.revision != revision and not same:
        who = last.saved.saved_by.name if last.saved and last.saved.saved_by else "Somebody"
        raise Refusal(
            CHANGED,
            f"{who} saved this part after you opened it. Nothing is lost: both texts are below. "
            "Put them together and save again.",
        )
    if same:
        raise Refusal("draft.same", "Nothing has changed since this part was last saved.")
    return DraftSave.create_as(
        act,
        case=case,
        part=part,
        revision=last.revision + 1,
        content=dict(content),
        saved_by=act.actor.user,
        saved_in=act.standing.title,
        saved_at=act.at,
    )
