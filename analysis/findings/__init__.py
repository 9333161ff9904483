"""Every number that prose prints, from the tables of a run."""
