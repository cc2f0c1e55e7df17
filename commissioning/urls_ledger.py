"""Addresses of the public log, fixed by the published formats; witnesses and mirrors rely on them."""

from django.urls import path, re_path

from commissioning.views import ledger, ledger_verify
from commissioning.views.integrity import Integrity

urlpatterns = [
    path("audit/", Integrity.as_view(), name="integrity"),
    path("audit/log1/checkpoint", ledger.checkpoint, name="ledger_checkpoint"),
    path("audit/log1/checkpoints", ledger.checkpoints, name="ledger_checkpoints"),
    re_path(r"^audit/log1/tile/entries/(?P<path>[0-9x/.p]+)$", ledger.entries, name="ledger_entries"),
    re_path(r"^audit/log1/tile/(?P<level>[0-9]+)/(?P<path>[0-9x/.p]+)$", ledger.tile, name="ledger_tile"),
    re_path(r"^audit/log1/proof/(?P<seq>[0-9]+)\.tlog-proof$", ledger.proof, name="ledger_proof"),
    path("audit/log1/consistency", ledger.consistency, name="ledger_consistency"),
    path("audit/log1/vkey", ledger.vkey, name="ledger_vkey"),
    path("audit/verify", ledger_verify.verify_page, name="ledger_verify"),
    path("audit/verify.py", ledger_verify.verify_script, name="ledger_verify_script"),
    path("register/<int:year>/<slug:number>/receipt.json", ledger.receipt, name="case_receipt"),
]
