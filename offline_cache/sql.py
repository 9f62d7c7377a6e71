"""The catalogue's statements: constant texts, so that the driver prepares each once.

`main` is the catalogue file, `overlay` what changed since; `:base`-like first parameters are
the last change that the file includes. Lists of ids travel as one JSON array.
"""

from __future__ import annotations

_VARIANT = """
SELECT v.sku, v.product_id, p.category_id, v.colour_code, v.colour_name, v.colour_hex, v.size,
  v.size_position, coalesce(o.price_minor, v.price_minor),
  (SELECT group_concat(g.gtin14 ORDER BY g.gtin14) FROM main.gtin AS g WHERE g.sku = v.sku)
FROM main.variant AS v
JOIN main.product AS p ON p.id = v.product_id
LEFT JOIN overlay.price AS o ON o.sku = v.sku AND o.sequence > ?
"""
VARIANT = _VARIANT + "WHERE v.sku = ?"
VARIANT_BY_GTIN = _VARIANT + "JOIN main.gtin AS c ON c.sku = v.sku WHERE c.gtin14 = ?"
VARIANTS_OF = _VARIANT + "WHERE v.product_id = ? ORDER BY v.colour_code, v.size_position, v.sku"

PRODUCT = """
SELECT id, category_id, brand, audience, name, description, composition, care, drawing
FROM main.product WHERE id = ?
"""
CATEGORIES = """
SELECT id, name, drawing, colour_hex, position FROM main.category ORDER BY position, id
"""
IN_CATEGORY = """
SELECT id FROM main.product WHERE category_id = ? ORDER BY position, id LIMIT ? OFFSET ?
"""
TILES = """
SELECT p.id, p.category_id, p.brand, p.audience, p.name, p.description, p.composition, p.care,
  p.drawing, min(coalesce(o.price_minor, v.price_minor))
FROM main.product AS p
JOIN main.variant AS v ON v.product_id = p.id
LEFT JOIN overlay.price AS o ON o.sku = v.sku AND o.sequence > ?
WHERE p.id IN (SELECT value FROM json_each(?))
GROUP BY p.id
"""
COLOURS = """
SELECT product_id, colour_code, min(colour_hex) FROM main.variant
WHERE product_id IN (SELECT value FROM json_each(?))
GROUP BY product_id, colour_code ORDER BY product_id, colour_code
"""
NAMED_BY_SKU = "SELECT product_id, colour_code FROM main.variant WHERE sku = ?"
NAMED_BY_GTIN = """
SELECT v.product_id, v.colour_code FROM main.gtin AS g
JOIN main.variant AS v ON v.sku = g.sku WHERE g.gtin14 = ?
"""

STOCK = """
SELECT sku, location_id, on_hand, allocated, reserved, buffer FROM main.stock
WHERE sku IN (SELECT value FROM json_each(?)) ORDER BY sku, location_id
"""
NEWER_STOCK = """
SELECT sku, location_id, on_hand, allocated, reserved, buffer FROM overlay.stock
WHERE sku IN (SELECT value FROM json_each(?)) AND sequence > ? ORDER BY sku, location_id
"""
LOCATIONS = """
SELECT id, kind, name, address, latitude, longitude, opens_hour, closes_hour
FROM main.location ORDER BY id
"""
PROMOTIONS = "SELECT id, body FROM main.promotion"
NEWER_PROMOTIONS = "SELECT id, body FROM overlay.promotion WHERE sequence > ?"
NEWER_TERMS = "SELECT body FROM overlay.terms WHERE sequence > ?"
