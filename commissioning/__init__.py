"""Shared ground and the Django project.

Who exists, who sits where, under which constitution, what is proposed, what day it is in law, and what happened
(the ledger). Nothing here knows how a decision is taken: that is `decisions`, above. Only `settings` and `urls`
look up.
"""
