"""The hub's own commerce engine: customers, baskets, orders and stock in the hub's database."""
