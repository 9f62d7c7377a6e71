"""The frame around all pages, and what lies over them."""
