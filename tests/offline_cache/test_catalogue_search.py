"""Search as you type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.codes import gtin13
from offline_cache.catalogue import LocalCatalogue
from offline_cache.search import MAX_TOKEN, MAX_TOKENS, Candidate, parse, rank


def found(catalogue: LocalCatalogue, text: str, limit: int = 10) -> list[tuple[str, str]]:
    return [(hit.product.id, hit.colour_code) for hit in catalogue.search(text, limit)]


def test_a_beginning_finds_and_a_whole_word_comes_first(catalogue: LocalCatalogue) -> None:
    assert found(catalogue, "jack") == [("jacket", "blue"), ("sledge", "green")]
    assert found(catalogue, "Jacket")[0] == ("jacket", "blue")
    assert found(catalogue, "jacketless") == [("sledge", "green")]


def test_one_hit_a_product_in_the_colour_that_matches(catalogue: LocalCatalogue) -> None:
    assert found(catalogue, "платье красн") == [("dress", "red")]
    assert found(catalogue, "dress") == [("dress", "blue")]


@pytest.mark.parametrize("text", ["елочка", "ёлочка", "ЁЛОЧКА", "Е\u0308лочка", "зеленый"])
def test_yo_and_case_make_no_difference(catalogue: LocalCatalogue, text: str) -> None:
    assert found(catalogue, text) == [("sledge", "green")]


def test_every_word_must_match_and_a_number_is_a_size(catalogue: LocalCatalogue) -> None:
    assert found(catalogue, "куртка 98") == [("jacket", "blue")]
    assert found(catalogue, "куртка 104") == []
    assert found(catalogue, "куртка dress") == []


def test_a_gtin_or_sku_finds_its_variant(catalogue: LocalCatalogue) -> None:
    assert found(catalogue, f" {gtin13('460000000001')} ") == [("jacket", "blue")]
    assert found(catalogue, "dress-red-98") == [("dress", "red")]


def test_nothing_typed_finds_nothing(catalogue: LocalCatalogue) -> None:
    for text in ("", "   ", '"', "***", "()", "\x00", "__"):
        assert found(catalogue, text) == []
    assert found(catalogue, "jacket", 0) == []


def test_words_that_are_operators_elsewhere_are_words_here(catalogue: LocalCatalogue) -> None:
    for text in ("jacket OR dress", "jacket NOT dress", "words:jacket", "NEAR(jacket dress)"):
        assert found(catalogue, text) == []
    assert found(catalogue, '"jacket" -blue*') == [("jacket", "blue")]


def test_a_pasted_book_is_capped() -> None:
    query = parse(" ".join(f"{n:04d}{'x' * 90}" for n in range(1000)))
    assert len(query.tokens) <= MAX_TOKENS
    assert max(map(len, query.tokens)) == MAX_TOKEN


def test_ranking_is_whole_words_then_the_shops_order() -> None:
    candidates = [
        Candidate("b", "x", "blueberry", 1),
        Candidate("c", "x", "blue", 3),
        Candidate("a", "x", "blue", 2),
        Candidate("a", "w", "blue", 2),
    ]
    ranked = rank(parse("blue"), candidates, 3)
    assert ranked == [("a", "w"), ("c", "x"), ("b", "x")]


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(st.characters(), max_size=60) | st.text("\"*^:(){}+-~!\\'; ANDORNTEjacket", max_size=40)
)
def test_no_typed_text_is_an_error(catalogue: LocalCatalogue, text: str) -> None:
    assert len(catalogue.search(text, 3)) <= 3
