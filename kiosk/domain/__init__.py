"""The language of the shop: pure values and rules, no I/O."""
