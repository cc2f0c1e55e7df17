"""A plan as a calendar file: whole days, and an address of each entry that stays the same when it is made again."""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from decisions.rules.timetables import Plan

PRODUCT = "-//Joint commissioning decisions//Working back from a date//EN"


def plan_as_ics(plan: Plan, council: str, at: datetime) -> bytes:
    """The last safe day of every step as all-day entries (RFC 5545). `council` is the short name of the constitution."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for step in plan.steps:
        entry = Event()
        entry.add("uid", f"{plan.effect.isoformat()}-{step.code}@{council}.plan")
        entry.add("dtstamp", at)
        entry.add("dtstart", step.on)
        entry.add("dtend", step.on + timedelta(days=1))
        entry.add("summary", f"Last safe day: {step.title}")
        entry.add("description", "\n".join(words for words in (step.who, step.why, step.citation) if words))
        entry.add("transp", "TRANSPARENT")
        file.add_component(entry)
    return file.to_ical()
