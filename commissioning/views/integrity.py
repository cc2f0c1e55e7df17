"""The state of the log for everybody: how long it is, who signs and cosigns it, and whether the last check raised an
alarm or the clock is in doubt. What an alarm found is for scrutiny and the auditor; that there is one is public."""

from commissioning.models import ACCESS1, AuditCosignature, AuditIndex
from commissioning.selectors import alarms, ledger_tree
from commissioning.selectors.proof_state import newest_proof
from commissioning.views.base import PublicView


class Integrity(PublicView):
    """One page without an account; six statements whatever the length of the log."""

    template_name = "commissioning/integrity.html"

    def get_context_data(self, **kwargs: object) -> dict:
        proof = newest_proof()
        alarm, clock_doubt = alarms.standing_alarms()
        size = proof.size if proof else 0
        witnesses = AuditCosignature.objects.filter(checkpoint_id=size).order_by("witness") if proof else []
        return super().get_context_data(
            proof=proof,
            witnesses=witnesses,
            alarm=alarm,
            clock_doubt=clock_doubt,
            unsigned=self.unsigned(size),
            access=ledger_tree.latest_checkpoint(ACCESS1),
            **kwargs,
        )

    def unsigned(self, size: int) -> AuditIndex | None:
        """The alarm of a signer that refused, as long as nothing has been signed since."""
        refused = AuditIndex.objects.filter(kind=alarms.ALARM, subject__startswith="log/checkpoint", seq__gte=size)
        return refused.order_by("seq").first()
