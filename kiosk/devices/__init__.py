"""Scanners, printers: one folder a kind."""
