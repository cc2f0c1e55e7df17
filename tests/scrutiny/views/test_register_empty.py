"""The register before anything was published."""

import pytest
from django.urls import reverse

from tests.builders import a_borough, a_case


@pytest.mark.django_db
def test_empty_register_says_what_to_do(client):
    a_borough()
    a_case()

    assert "Nothing is published yet" in client.get(reverse("register")).content.decode()
    assert "Nothing found" in client.get(reverse("register"), {"q": "carers"}).content.decode()
