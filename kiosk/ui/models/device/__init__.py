"""The page of this device, its camera and its scanners, and the catalogue that is coming."""
