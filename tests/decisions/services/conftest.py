"""What several files about a meeting of the Cabinet begin from."""

from copy import deepcopy

import pytest

from decisions.models import AgendaItem
from tests.builders import a_borough
from tests.builders_s3 import a_cabinet_item, a_recommended_case


@pytest.fixture(scope="module")
def built_item(module_database: None) -> AgendaItem:
    """A recommended case on the agenda of the Cabinet, written once for a module."""
    a_borough()
    return a_cabinet_item(a_recommended_case())


@pytest.fixture
def item(built_item: AgendaItem, db: None) -> AgendaItem:
    """A copy of it that a test may change."""
    return deepcopy(built_item)
