"""How the hub decides on an order."""
