"""Compares rows, history, events and stored documents; for every ten minutes and before a publication."""

import sys

from django.core.management.base import BaseCommand

from commissioning import clock
from commissioning.services import reconciliation


class Command(BaseCommand):
    help = "Compares every record with its history, the log and the document store. Exits with 1, and raises an alarm, on a mismatch."

    def handle(self, *args: object, **options: object) -> None:
        found = reconciliation.reconcile(clock.now())
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            sys.exit(1)
        self.stdout.write("Records, history, log and document store agree.")
