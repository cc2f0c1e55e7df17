"""Questions to the database; every list is ordered, with the primary key last."""
