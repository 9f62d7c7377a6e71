"""The conformance kit: named checks of any engine behind the port. `docs/engines.md` uses it."""
