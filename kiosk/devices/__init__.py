"""Scanners, the camera, receipt printers, sounds: one folder a kind."""
