"""Call-in rules side by side: values in words, and "not seen" where nobody has seen them published."""

from pathlib import Path

from commissioning.rules.call_in_comparison import compared
from commissioning.rules.constitution_toml import parse_call_in_set, shipped

SETS = Path(__file__).parents[3] / "commissioning/data/constitutions/call_in"


def test_comparison_tells_a_whole_constitution_in_words():
    assert compared(shipped("lammas-vale-2026")) == (
        "5 clear working days, closing at 5pm", "Publication", "Non-executive councillor; Education co-optee", "5", "1",
        "none", "yes", "Monitoring Officer", "10 working days", "Stays held", "10 working days",
    )  # fmt: skip


def test_comparison_says_not_seen_where_a_published_set_is_silent():
    east_sussex = parse_call_in_set((SETS / "east-sussex-2025.toml").read_text())

    assert compared(east_sussex) == (
        "5 working days, closing at 4pm", "Publication", "Scrutiny member", "3", "not seen", "not seen", "not seen",
        "Monitoring Officer", "10 working days", "not seen", "not seen",
    )  # fmt: skip
