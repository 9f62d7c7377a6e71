"""Finding a product and looking at one."""
