"""Customers and the staff who serve them."""
