"""How the tables change from release to release: a revision a file, in `versions`."""
