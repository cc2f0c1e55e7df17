"""Addresses of the pages about the law itself: counting days, and the council's own numbers."""

from commissioning.views.dates import urlpatterns as dates

urlpatterns = [*dates]
