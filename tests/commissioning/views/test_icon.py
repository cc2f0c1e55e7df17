"""The icon that a browser asks for without being told."""

from django.contrib.staticfiles import finders


def test_browser_that_reads_a_text_of_the_log_gets_the_icon_and_no_error(client):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.url.startswith("/static/ui/favicon")) == (302, True)
    assert finders.find("ui/favicon.svg")
