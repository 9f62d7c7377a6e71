"""Reading codes with a camera, in a process of its own."""
