"""The catalogue's statements: constant texts, so that the driver prepares each once.

`main` is the catalogue file, `overlay` what changed since; a first parameter before the key is
the last change that the file includes. Lists travel as one JSON array. The order of joins is
written down (`CROSS JOIN`): the file brings no statistics.

A key is compared twice: any case by the index, then exactly.
"""

from __future__ import annotations

_VARIANT = """
SELECT v.sku, p.id, p.category_id, c.code, c.name, c.hex, l.picture, v.size, v.size_position,
  (SELECT group_concat(g.gtin) FROM main.gtin AS g WHERE g.variant = v.number),
  coalesce(o.price_minor, v.price_minor)
"""
_OF_VARIANT = """
CROSS JOIN main.look AS l ON l.number = v.look
CROSS JOIN main.product AS p ON p.number = l.product
CROSS JOIN main.colour AS c ON c.number = l.colour
LEFT JOIN overlay.price AS o ON o.sku = v.sku AND o.sequence > ?1
"""
VARIANT = f"""{_VARIANT} FROM main.variant AS v {_OF_VARIANT}
WHERE v.sku = ?2 COLLATE NOCASE AND v.sku = ?2
"""
VARIANT_BY_GTIN = f"""{_VARIANT} FROM main.gtin AS a
CROSS JOIN main.variant AS v ON v.number = a.variant {_OF_VARIANT}
WHERE a.gtin = ?2
"""
VARIANTS_BY_SKU = f"""{_VARIANT} FROM json_each(?2) AS a
CROSS JOIN main.variant AS v ON v.sku = a.value COLLATE NOCASE {_OF_VARIANT}
"""
PRODUCTS_BY_ARTICLE = """
SELECT DISTINCT p.id FROM json_each(?) AS a
CROSS JOIN main.product AS p ON p.id = a.value COLLATE NOCASE
"""
VARIANTS_OF = f"""{_VARIANT} FROM main.product AS p
CROSS JOIN main.look AS l ON l.product = p.number
CROSS JOIN main.colour AS c ON c.number = l.colour
CROSS JOIN main.variant AS v ON v.look = l.number
LEFT JOIN overlay.price AS o ON o.sku = v.sku AND o.sequence > ?1
WHERE p.id = ?2 COLLATE NOCASE AND p.id = ?2
ORDER BY l.number, v.number
"""

PRODUCT = """
SELECT p.id, p.category_id, p.brand, p.audience, p.name, t.description, t.composition, t.care,
  p.drawing
FROM main.product AS p CROSS JOIN main.product_text AS t ON t.product = p.number
WHERE p.id = ?1 COLLATE NOCASE AND p.id = ?1
"""
CATEGORIES = """
SELECT id, name, drawing, colour_hex, position FROM main.category ORDER BY position, id
"""
IN_CATEGORY = """
SELECT (SELECT l.number FROM main.look AS l WHERE l.product = p.number ORDER BY l.number LIMIT 1)
FROM main.product AS p WHERE p.category_id = ? ORDER BY p.number LIMIT ? OFFSET ?
"""
TILES = """
SELECT p.id, p.category_id, p.brand, p.audience, p.name, t.description, t.composition, t.care,
  p.drawing, c.code, c.name, c.hex, l.picture,
  (SELECT min(coalesce(o.price_minor, v.price_minor))
   FROM main.look AS s CROSS JOIN main.variant AS v ON v.look = s.number
   LEFT JOIN overlay.price AS o ON o.sku = v.sku AND o.sequence > ?1
   WHERE s.product = p.number)
FROM json_each(?2) AS wanted
CROSS JOIN main.look AS l ON l.number = wanted.value
CROSS JOIN main.product AS p ON p.number = l.product
CROSS JOIN main.product_text AS t ON t.product = p.number
CROSS JOIN main.colour AS c ON c.number = l.colour
ORDER BY wanted.key
"""

STOCK = """
SELECT v.sku, l.id, s.on_hand, s.allocated, s.reserved, s.buffer
FROM json_each(?) AS wanted
CROSS JOIN main.variant AS v ON v.sku = wanted.value COLLATE NOCASE AND v.sku = wanted.value
CROSS JOIN main.stock AS s ON s.variant = v.number
CROSS JOIN main.location AS l ON l.number = s.location
"""
NEWER_STOCK = """
SELECT sku, location_id, on_hand, allocated, reserved, buffer FROM overlay.stock
WHERE sku IN (SELECT value FROM json_each(?)) AND sequence > ? ORDER BY sku, location_id
"""
LOCATIONS = """
SELECT id, kind, name, address, latitude, longitude, opens_hour, closes_hour
FROM main.location ORDER BY number
"""
PROMOTIONS = "SELECT id, body FROM main.promotion"
NEWER_PROMOTIONS = "SELECT id, body FROM overlay.promotion WHERE sequence > ?"
NEWER_TERMS = "SELECT body FROM overlay.terms WHERE sequence > ?"
