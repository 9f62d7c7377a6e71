"""The catalogue file: an SQLite database that the hub builds and terminals open read-only.

Made for the terminal's questions: rows have dense numbers in the shop's own order, so that
the first matches of a search are the best ones and a product's variants lie side by side.
Texts are JSON objects by language. Money is in minor units of the terms' currency.

A `look` is a product in one colour: what a tile shows and what a search finds. Each language
of the shop has a search table whose rowid is the look's number, and its vocabulary.
"""

from __future__ import annotations

import re

VERSION = 2
MIN_APP = "0.1.0"  # the first release that reads this version

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE category (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, drawing TEXT NOT NULL, colour_hex TEXT NOT NULL,
  position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE location (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
  address TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
  opens_hour INTEGER NOT NULL, closes_hour INTEGER NOT NULL
);
CREATE TABLE promotion (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE colour (
  number INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, hex TEXT NOT NULL
);
CREATE TABLE product (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, category_id TEXT NOT NULL, brand TEXT NOT NULL,
  audience TEXT NOT NULL, name TEXT NOT NULL, drawing TEXT NOT NULL
);
CREATE TABLE product_text (
  product INTEGER PRIMARY KEY, description TEXT NOT NULL, composition TEXT NOT NULL,
  care TEXT NOT NULL
);
CREATE TABLE look (
  number INTEGER PRIMARY KEY, product INTEGER NOT NULL, colour INTEGER NOT NULL,
  picture TEXT NOT NULL
);
CREATE TABLE variant (
  number INTEGER PRIMARY KEY, sku TEXT NOT NULL, look INTEGER NOT NULL, size TEXT NOT NULL,
  size_position INTEGER NOT NULL, price_minor INTEGER NOT NULL
);
CREATE TABLE gtin (gtin INTEGER PRIMARY KEY, variant INTEGER NOT NULL);
CREATE TABLE stock (
  variant INTEGER NOT NULL, location INTEGER NOT NULL, on_hand INTEGER NOT NULL,
  allocated INTEGER NOT NULL, reserved INTEGER NOT NULL, buffer INTEGER NOT NULL,
  PRIMARY KEY (variant, location)
) WITHOUT ROWID;
"""
# `meta` holds: version, sequence, languages (JSON list of codes), terms (JSON of
# `kiosk.domain.catalogue.Terms`). `gtin.gtin` is the GTIN-14 as a number.

# Made when the tables are full. A code is typed in any case (ASCII), and found by its
# beginning; who wants exactly one asks `sku = ? COLLATE NOCASE AND sku = ?`.
INDEXES = """
CREATE INDEX product_by_id ON product (id COLLATE NOCASE);
CREATE INDEX product_by_category ON product (category_id, number);
CREATE INDEX look_by_product ON look (product, number);
CREATE INDEX variant_by_sku ON variant (sku COLLATE NOCASE);
CREATE INDEX variant_by_look ON variant (look, number);
CREATE INDEX gtin_by_variant ON gtin (variant);
"""

COLOUR, SIZE, NAME = 1, 2, 4
"""What a word of the vocabulary is, as bits of `kind`; it may be none of these."""
FILTERS = COLOUR | SIZE
"""Words that say which of the things named in the others is meant."""

LANGUAGE = re.compile(r"[a-z]{2,3}")


def checked(language: str) -> str:
    """Return a language's code, which becomes part of a table's name, if it is one."""
    if not LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is no language code")
    return language


def search_tables(language: str) -> str:
    """Return the statements that make a language's search table and its vocabulary.

    `name` holds the product's name, `rest` brand, shelf, audience, material, colour, sizes and
    article number: words made by `kiosk.wire.search_text`, with spaces between. Beginnings of up to
    three letters have an index of their own. Longer ones are looked up in the vocabulary first, so
    that the work is bounded however much the shop sells. Positions are not kept, since words may
    stand in any order. `stem` is what all forms of a word share ("" where it is the word itself).
    """
    checked(language)
    return f"""
CREATE VIRTUAL TABLE search_{language} USING fts5 (
  name, rest, content = '', columnsize = 0, detail = column, prefix = '1 2 3',
  tokenize = 'ascii'
);
CREATE TABLE word_{language} (
  word TEXT PRIMARY KEY, stem TEXT NOT NULL, kind INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX word_{language}_by_stem ON word_{language} (stem) WHERE stem <> '';
CREATE INDEX word_{language}_that_filters ON word_{language} (word) WHERE kind & {FILTERS};
"""
