"""What a scan means here: its grammar first, the catalogue second, the person last."""

from __future__ import annotations

import pytest

from kiosk.domain.catalogue import Variant
from kiosk.domain.code_kinds import AppCode, LoyaltyCard, OrderSlip, StaffBadge, UnknownCode
from kiosk.domain.gtin import check_digit, gtin13, is_gtin, upc_a
from kiosk.domain.ids import OrderNumber
from kiosk.domain.scans import GS, Scan, Symbology
from kiosk.domain.store_codes import parse_rule
from kiosk.services.scanning import (
    ArticleFound,
    ProductFound,
    ProductMissing,
    Scanned,
    Scanning,
    Several,
)
from tests.fakes import ANNA_CARD, BADGE, BOOTS, RAIN_98, TEE, VARIANTS, FakeCatalogue
from tests.hostile import LINKS, TABLE, payloads

RAIN = VARIANTS[RAIN_98]
NUMBER = RAIN.gtins[0]
MARK = f"01{NUMBER}215Qbag!T>9x=Ab{GS}91EE06{GS}92{'dGhp' * 11}"
UNKNOWN_NUMBER = "4006381333931"
SLIP = str(OrderNumber("T7", 412))
LABEL, LABELLED = gtin13("221234501250"), gtin13("221234500000").zfill(14)
BOTH_WAYS = next(
    text
    for number in range(100_000, 10_000_000)
    if is_gtin(text := f"{number:07d}" + check_digit(f"{number:07d}")) and upc_a(text)
)
AS_UPC, AS_EAN = upc_a(BOTH_WAYS)[0].zfill(14), BOTH_WAYS.zfill(14)


class MoreCodes(FakeCatalogue):
    """The small shop, with further codes on some variants."""

    def __init__(self, codes: dict[str, str]) -> None:
        super().__init__()
        self._codes = codes

    def variant_by_gtin(self, gtin14: str) -> Variant | None:
        sku = self._codes.get(gtin14)
        return VARIANTS[sku] if sku else super().variant_by_gtin(gtin14)


def scanning(codes: dict[str, str] | None = None) -> Scanning:
    return Scanning(MoreCodes(codes or {}), (parse_rule("22IIIIIWWWWWC"),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NUMBER[1:], ProductFound(RAIN)),
        (NUMBER, ProductFound(RAIN)),
        (MARK, ProductFound(RAIN, MARK)),
        (MARK.replace(GS, ""), ProductFound(RAIN, MARK)),
        (f"https://shop.example/01/{NUMBER}", ProductFound(RAIN)),
        (UNKNOWN_NUMBER, ProductMissing("0" + UNKNOWN_NUMBER)),
        (f"01{UNKNOWN_NUMBER.zfill(14)}21abc", ProductMissing("0" + UNKNOWN_NUMBER)),
        (ANNA_CARD, LoyaltyCard(ANNA_CARD)),
        (BADGE, StaffBadge(BADGE)),
        ("KA1.abc.def", AppCode("KA1.abc.def")),
        (SLIP, OrderSlip(SLIP)),
        ("https://example.com/x", UnknownCode("link", "https://example.com/x")),
        (NUMBER[1:-1] + str((int(NUMBER[-1]) + 1) % 10), UnknownCode("checksum")),
        ("", UnknownCode("empty")),
    ],
)
def test_a_scan_means_one_thing(text: str, expected: Scanned) -> None:
    assert scanning().resolve(text) == expected
    assert scanning().resolve(Scan(text, "wedge", 1.0)) == expected


def test_the_scans_symbology_counts() -> None:
    text = f"10LOT{GS}01{NUMBER}"
    assert scanning().resolve(text) == UnknownCode("not_ours")
    scan = Scan(text, "camera", 1.0, Symbology.GS1_DATAMATRIX)
    assert scanning().resolve(scan) == ProductFound(RAIN)


@pytest.mark.parametrize("known", [AS_UPC, AS_EAN])
def test_of_two_readings_the_one_in_the_catalogue_counts(known: str) -> None:
    assert scanning({known: TEE}).resolve(BOTH_WAYS) == ProductFound(VARIANTS[TEE])


def test_the_person_is_asked_where_two_readings_are_ours() -> None:
    found = scanning({AS_EAN: TEE, AS_UPC: BOOTS}).resolve(BOTH_WAYS)
    assert found == Several((ProductFound(VARIANTS[BOOTS]), ProductFound(VARIANTS[TEE])))


def test_the_person_is_not_asked_between_a_product_and_itself() -> None:
    found = scanning({AS_EAN: TEE, AS_UPC: TEE}).resolve(BOTH_WAYS)
    assert found == ProductFound(VARIANTS[TEE])


def test_where_no_reading_is_ours_the_likeliest_is_looked_up() -> None:
    assert scanning().resolve(BOTH_WAYS) == ProductMissing(AS_UPC)


def test_a_scales_label_brings_its_weight() -> None:
    found = scanning({LABELLED: TEE}).resolve(LABEL)
    assert found == ProductFound(VARIANTS[TEE], measure="weight", value=1_250)
    assert scanning().resolve(LABEL) == ProductMissing(LABELLED)


def test_a_number_that_only_looks_like_a_label_is_the_product_it_is() -> None:
    assert scanning({LABEL.zfill(14): TEE}).resolve(LABEL) == ProductFound(VARIANTS[TEE])


@pytest.mark.parametrize(
    ("text", "symbology", "proven"),
    [
        (NUMBER[1:], Symbology.EAN13, True),
        (MARK, Symbology.GS1_DATAMATRIX, True),
        (UNKNOWN_NUMBER, Symbology.EAN13, False),
        (UNKNOWN_NUMBER, Symbology.QR, False),
        ("KA1.abc.def", Symbology.QR, True),
        (SLIP, Symbology.CODE128, True),
        (ANNA_CARD, Symbology.EAN13, False),
        (ANNA_CARD, Symbology.UNKNOWN, False),
        (ANNA_CARD, Symbology.QR, True),
        (BADGE, Symbology.CODE128, False),
        (BADGE, Symbology.DATAMATRIX, True),
        (LABEL, Symbology.EAN13, False),
        (LABEL, Symbology.QR, True),
        ("https://example.com/x", Symbology.QR, False),
        ("4006381333932", Symbology.EAN13, False),
    ],
)
def test_a_code_that_proves_itself_needs_no_third_frame(
    text: str, symbology: Symbology, proven: bool
) -> None:
    assert scanning({LABELLED: TEE}).knows(text, symbology) is proven


def test_nothing_hostile_is_found_and_nothing_raises() -> None:
    shop = scanning()
    for payload in (*TABLE.values(), *payloads(3_000, seed=7)):
        text = payload.decode("utf-8", "replace")
        assert not isinstance(shop.resolve(text), ProductFound | Several), payload
        assert shop.knows(text, Symbology.QR) in (True, False)
    for link in LINKS.values():
        assert shop.resolve(link) == UnknownCode("link", link)


def test_what_a_camera_reads_is_forwarded_as_it_is_printed() -> None:
    printed = f"01{NUMBER}21ABCDEF93WXYZ"  # a serial number, or one that lost its separator
    scanning = Scanning(FakeCatalogue())
    camera = Scan(printed, "camera", 0, Symbology.GS1_DATAMATRIX)
    wedge = Scan(printed, "wedge", 0, Symbology.GS1_DATAMATRIX)
    assert scanning.resolve(camera) == ProductFound(RAIN, printed)
    assert scanning.resolve(wedge) == ProductFound(RAIN, f"01{NUMBER}21ABCDEF{GS}93WXYZ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0" + ANNA_CARD, LoyaltyCard(ANNA_CARD)),
        ("0" + BADGE, StaffBadge(BADGE)),
        (f"010{ANNA_CARD}", UnknownCode("not_ours")),
        (f"https://id.example.org/01/0{BADGE}", UnknownCode("not_ours")),
    ],
)
def test_a_card_s_number_is_never_looked_up_as_a_product(text: str, expected: Scanned) -> None:
    assert Scanning(FakeCatalogue()).resolve(text) == expected


def test_a_number_with_an_add_on_is_the_product_that_the_catalogue_has() -> None:
    upc = "036000291452"
    number = upc + "0" + check_digit(upc + "0")
    alone, case = {upc.zfill(14): TEE}, {number: BOOTS}
    assert scanning().resolve(NUMBER[1:] + "05") == ProductFound(RAIN)
    assert scanning().resolve(f"{NUMBER[1:]} 55999") == ProductFound(RAIN)
    assert scanning().resolve(number) == ProductMissing(number)
    assert scanning(alone).resolve(number) == ProductFound(VARIANTS[TEE])
    assert scanning(case).resolve(number) == ProductFound(VARIANTS[BOOTS])
    assert isinstance(scanning(alone | case).resolve(number), Several)
    assert scanning(alone | case).resolve(Scan(number, "serial:a", 0, Symbology.ITF)) == (
        ProductFound(VARIANTS[BOOTS])
    )
    assert scanning(alone).resolve(f"{upc}05") == ProductFound(VARIANTS[TEE])
    assert scanning().resolve(f"{upc}05") == UnknownCode("checksum")
    assert scanning().resolve("]E105") == UnknownCode("add_on")


ARTICLE_SYMBOLOGIES = [
    Symbology.UNKNOWN,
    Symbology.CODE128,
    Symbology.CODE39,
    Symbology.QR,
    Symbology.DATAMATRIX,
]


@pytest.mark.parametrize("symbology", ARTICLE_SYMBOLOGIES)
def test_the_shops_own_article_number_is_its_variant(symbology: Symbology) -> None:
    for text in (RAIN_98, RAIN_98.upper(), f" {RAIN_98}\r", RAIN_98.replace("-", " ")):
        assert scanning().resolve(Scan(text, "serial:a", 0, symbology)) == ProductFound(RAIN)
    product = scanning().resolve(Scan(RAIN.product_id, "wedge", 0, symbology))
    assert product == ArticleFound(RAIN.product_id)
    assert scanning().knows(RAIN_98, symbology)


def test_an_article_is_found_behind_the_identifier_that_scanners_send() -> None:
    for aim in ("]A0", "]A1", "]C0", "]Q1", "]d1", "]G0"):
        assert scanning().resolve(aim + RAIN_98) == ProductFound(RAIN)
    assert scanning().resolve("]E0" + RAIN_98) == UnknownCode("not_ours")


class ByNumber(MoreCodes):
    """A shop whose article numbers are numbers, some of them cards', slips' and GTINs."""

    def by_article(self, text: str) -> list[Variant]:
        return [VARIANTS[BOOTS]]


def test_cards_slips_codes_and_gtins_come_before_articles() -> None:
    shop = Scanning(ByNumber({}))
    assert shop.resolve(ANNA_CARD) == LoyaltyCard(ANNA_CARD)
    assert shop.resolve(BADGE) == StaffBadge(BADGE)
    assert shop.resolve(SLIP) == OrderSlip(SLIP)
    assert shop.resolve("KA1.abc.def") == AppCode("KA1.abc.def")
    assert shop.resolve(NUMBER) == ProductFound(RAIN)
    assert shop.resolve("https://example.com/x") == UnknownCode("link", "https://example.com/x")
    for number in ("1234567", "10020030", UNKNOWN_NUMBER):
        assert shop.resolve(number) == ProductFound(VARIANTS[BOOTS])
    for symbology in (Symbology.EAN13, Symbology.ITF, Symbology.GS1_128):
        found = shop.resolve(Scan(UNKNOWN_NUMBER, "serial:a", 0, symbology))
        assert not isinstance(found, ProductFound)
