"""Migrations: one linear chain, reversible."""
