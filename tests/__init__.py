"""Tests, in the same folders as the packages; architecture/ checks the house itself, journeys/ walks it in a browser."""
