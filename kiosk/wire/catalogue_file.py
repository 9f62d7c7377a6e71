"""The catalogue file: an SQLite database that the hub builds and terminals open read-only.

Texts are JSON objects by language. Money is in minor units of the terms' currency. The
search table holds one row per product and colour, with the words of every language folded
by `fold`, so that one index serves all languages.
"""

from __future__ import annotations

VERSION = 1

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE category (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, drawing TEXT NOT NULL, colour_hex TEXT NOT NULL,
  position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE product (
  id TEXT PRIMARY KEY, category_id TEXT NOT NULL, brand TEXT NOT NULL, audience TEXT NOT NULL,
  name TEXT NOT NULL, description TEXT NOT NULL, composition TEXT NOT NULL, care TEXT NOT NULL,
  drawing TEXT NOT NULL, position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX product_by_category ON product (category_id, position);
CREATE TABLE variant (
  sku TEXT PRIMARY KEY, product_id TEXT NOT NULL, colour_code TEXT NOT NULL,
  colour_name TEXT NOT NULL, colour_hex TEXT NOT NULL, size TEXT NOT NULL,
  size_position INTEGER NOT NULL, price_minor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX variant_by_product ON variant (product_id, colour_code, size_position);
CREATE TABLE gtin (gtin14 TEXT PRIMARY KEY, sku TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX gtin_by_sku ON gtin (sku);
CREATE TABLE location (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
  latitude REAL NOT NULL, longitude REAL NOT NULL,
  opens_hour INTEGER NOT NULL, closes_hour INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE promotion (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stock (
  sku TEXT NOT NULL, location_id TEXT NOT NULL, on_hand INTEGER NOT NULL,
  allocated INTEGER NOT NULL, reserved INTEGER NOT NULL, buffer INTEGER NOT NULL,
  PRIMARY KEY (sku, location_id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (
  words, product_id UNINDEXED, colour_code UNINDEXED, prefix = '2 3 4',
  tokenize = 'unicode61 remove_diacritics 0'
);
"""
# `meta` holds: version, sequence, terms (JSON of `kiosk.domain.catalogue.Terms`).


def fold(text: str) -> str:
    """Fold what FTS5 does not: Russian ё is typed as е by most people."""
    return text.casefold().replace("ё", "е")
