"""`terminal.db`: orders and what else must not be lost."""
