from __future__ import annotations

import random

import pytest

from kiosk.devices.scanners.framing import LONGEST, PATIENCE_S, SILENCE_S, Framer, scan_of
from kiosk.domain.scans import GS, Symbology

EAN = b"4601234567893"
MARK = b"0104601234567893215abcDEF\x1d93dGVz"


def framed(*pieces: bytes) -> list[bytes]:
    """Feed pieces 10 ms apart, then let a second pass."""
    framer, codes = Framer(), []
    now_s = 0.0
    for piece in pieces:
        now_s += 0.010
        codes += framer.feed(piece, now_s)
    return codes + framer.rest(now_s + 1.0)


@pytest.mark.parametrize(
    ("sent", "codes"),
    [
        (b"A1\rB2\r", [b"A1", b"B2"]),
        (b"A1\nB2\n", [b"A1", b"B2"]),
        (b"A1\r\nB2\r\n", [b"A1", b"B2"]),
        (b"\r\n\n\rA1\r", [b"A1"]),
        (b"\x02A1\x03\x02B2\x03", [b"A1", b"B2"]),
        (b"\x02A1\x03\r\n\x02B2\x03\r\n", [b"A1", b"B2"]),
        (b"\x02A1\nA2\x03", [b"A1\nA2"]),
        (b"\x02A1\r", [b"A1"]),
        (b"A\t1\t", [b"A\t1"]),
        (b"A1\x03B\x02\r", [b"A1\x03B\x02"]),
        (b"\x00A\x00\xff\x1b@\x1d\r", [b"\x00A\x00\xff\x1b@\x1d"]),
        (b"\x02\x03\x02\r\n", []),
    ],
)
def test_framing_is_taken_off_and_all_else_is_kept(sent: bytes, codes: list[bytes]) -> None:
    assert framed(sent) == codes
    assert framed(*(bytes([byte]) for byte in sent)) == codes


def test_code_that_comes_in_pieces_is_one_code_however_it_is_cut() -> None:
    sent = [MARK, EAN, b"\x00\xff" * 50, b"https://id.example/01/04601234567893"]
    wire = b"".join(code + b"\r\n" for code in sent)
    chance = random.Random(5)  # noqa: S311  a test's dice
    for _ in range(200):
        cuts = sorted(chance.sample(range(1, len(wire)), 12))
        pieces = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)], strict=True)]
        assert framed(*pieces) == sent


def test_silence_ends_a_code_only_where_no_suffix_is_known() -> None:
    framer = Framer()
    assert framer.feed(EAN, 0.0) == []
    assert framer.rest(SILENCE_S * 0.9) == []
    assert framer.rest(SILENCE_S) == [EAN]
    assert framer.feed(b"A1\rB", 1.0) == [b"A1"]
    assert framer.rest(1.0 + PATIENCE_S * 0.9) == []
    assert framer.feed(b"2\r", 1.0 + PATIENCE_S * 0.9) == [b"B2"]


def test_scanner_that_lost_its_suffix_is_still_heard() -> None:
    framer = Framer()
    assert framer.feed(b"A1\rB2", 0.0) == [b"A1"]
    assert framer.rest(PATIENCE_S) == [b"B2"]
    assert framer.feed(b"C3", 2.0) == []
    assert framer.rest(2.0 + SILENCE_S) == [b"C3"]


@pytest.mark.parametrize("chunk", [4_096, 1_000_000])
def test_code_over_64_kb_is_dropped_whole_and_the_next_one_is_read(chunk: int) -> None:
    wire = b"9" * (LONGEST + 1) + b"\r" + EAN + b"\r" + b"7" * LONGEST + b"\r"
    framer, codes = Framer(), []
    for start in range(0, len(wire), chunk):
        codes += framer.feed(wire[start : start + chunk], 0.0)
        assert len(framer._held) <= max(chunk, LONGEST)
    assert codes == [EAN, b"7" * LONGEST]


def test_framed_code_over_64_kb_leaves_no_tail_behind() -> None:
    wire = b"\x02" + b"9" * 70_000 + b"\r4601234567893\r" + b"\x03\r\n\x02" + EAN + b"\x03"
    framer, codes = Framer(), []
    for start in range(0, len(wire), 4_096):
        codes += framer.feed(wire[start : start + 4_096], 0.0)
    assert codes == [EAN]


def test_endless_noise_ends_with_silence() -> None:
    framer = Framer()
    for part in range(40):
        assert framer.feed(b"\xaa" * 4_096, part * 0.01) == []
    assert framer.rest(10.0) == []
    assert framer.feed(EAN + b"\r", 11.0) == [EAN]


@pytest.mark.parametrize(
    ("code", "text", "symbology"),
    [
        (b"]E0" + EAN, EAN.decode(), Symbology.EAN13),
        (b"]E0012345678905", "012345678905", Symbology.UPCA),
        (b"]E001234565", "01234565", Symbology.UPCE),
        (b"]E496385074", "96385074", Symbology.EAN8),
        (b"]d2" + MARK, MARK.decode(), Symbology.GS1_DATAMATRIX),
        (b"]C1\x1d" + MARK, GS + MARK.decode(), Symbology.GS1_128),
        (b"]E0 is not a number", "]E0 is not a number", Symbology.UNKNOWN),
        (b"]E", "]E", Symbology.UNKNOWN),
        (b"]Q1https://example.org", "]Q1https://example.org", Symbology.UNKNOWN),
        (EAN, EAN.decode(), Symbology.UNKNOWN),
    ],
)
def test_aim_identifier_is_taken_off_where_the_data_bear_it_out(
    code: bytes, text: str, symbology: Symbology
) -> None:
    scan = scan_of(code, "serial:COM3", 1.0, aim=False)
    assert (scan.text, scan.symbology) == (text, symbology)
    assert scan.raw == text.encode()


@pytest.mark.parametrize(
    ("code", "text", "symbology"),
    [
        (b"]Q1https://example.org", "https://example.org", Symbology.QR),
        (b"]I014601234567890", "14601234567890", Symbology.ITF),
        (b"]A0ABC", "ABC", Symbology.CODE39),
        (b"]G0ABC", "ABC", Symbology.UNKNOWN),
        (EAN, EAN.decode(), Symbology.UNKNOWN),
    ],
)
def test_configured_aim_identifier_is_always_taken_off(
    code: bytes, text: str, symbology: Symbology
) -> None:
    scan = scan_of(code, "serial:COM3", 1.0, aim=True)
    assert (scan.text, scan.symbology, scan.raw) == (text, symbology, text.encode())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Малышок".encode(), "Малышок"),
        (b"\xcc\xe0", "Ìà"),
        (b"a\x00\x98\xff", "a\x00\x98ÿ"),
    ],
)
def test_bytes_of_any_kind_are_a_text_and_stay_themselves(raw: bytes, text: str) -> None:
    scan = scan_of(raw, "serial:COM3", 1.0, aim=False)
    assert (scan.text, scan.raw) == (text, raw)
