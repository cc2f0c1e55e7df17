"""Looking at the decision.

The public register and case page, the audit trail, call-in, scrutiny reports and the executive's answers. Knows
`commissioning` and `decisions`; places and lifts holds that `decisions` owns.
"""
