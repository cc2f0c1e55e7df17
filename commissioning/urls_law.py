"""Addresses of the pages about the law itself: counting days, and the council's own numbers."""

from commissioning.views.constitution_changes import urlpatterns as changes
from commissioning.views.constitutions import urlpatterns as constitutions
from commissioning.views.dates import urlpatterns as dates

urlpatterns = [*dates, *constitutions, *changes]
