"""What all charts share: one lock (the Case row), the case as artifact, gates that ask the domain."""

from collections.abc import Iterator
from contextlib import contextmanager

from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.context import context

from commissioning.models import Case


@contextmanager
def case_lock(flow_class: type, process_pk: int) -> Iterator[None]:
    """Inside an act the Case row is locked already; outside of one, lock the process's case."""
    try:
        held = context.case
    except AttributeError:
        held = None
    if held is None:
        process = flow_class.process_class.objects.get(pk=process_pk)
        Case.objects.select_for_update().get(pk=process.artifact_object_id)
    yield


class CaseFlow(flow.Flow):
    """Base of every chart. `start.run(case=…, subject=…)` sets the artifact to the case and the seed to the subject."""

    lock_impl = staticmethod(case_lock)


def begin(activation: Activation, case: Case, subject: object = None) -> None:
    """Function of every start node."""
    activation.process.artifact = case
    if subject is not None:
        activation.process.seed = subject


def asks(question) -> object:
    """A gate's condition out of a selector; the selector's name becomes label and BPMN condition."""

    def condition(activation: Activation) -> object:
        return question(context.case)

    condition.__name__ = question.__name__
    condition.__doc__ = question.__doc__
    return condition
