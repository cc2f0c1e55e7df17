"""Making the decision and its public record.

Notices, clearances, meetings, interests, votes, sign-offs, decisions, published records and holds. Knows
`commissioning`; knows neither scrutiny nor the workflow engine.
"""
