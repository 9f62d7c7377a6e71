from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.demo.paper import PaperListener, PaperStatus, commands, read_paper
from kiosk.devices.printers.escpos_network import NetworkPrinter
from kiosk.devices.printers.rendering import render
from kiosk.domain.receipts import Barcode, Line, Pair, QrCode, Receipt, Row, Rule
from kiosk.errors import DeviceFault
from tests.patience import PATIENCE_S


def receipt(*rows: Row) -> Receipt:
    return Receipt("0190-order", "T7-00412-K", rows)


FULL = receipt(
    Line("Малышок", bold=True, centred=True, large=True),
    Line("Заказ № T7-00412-K"),
    Rule(),
    Pair("Джемпер «Облако», синий, 98 × 2", "3 980,00 ₽"),
    Pair("К оплате", "3 980,00 ₽", bold=True),
    Barcode("T7-00412-K"),
    QrCode("https://shop.example/o/T7-00412-K"),
)


@pytest.fixture
def paper() -> Iterator[PaperListener]:
    listener = PaperListener()
    listener.start()
    yield listener
    listener.stop()


def printer_at(port: int, timeout_s: float = PATIENCE_S) -> NetworkPrinter:
    return NetworkPrinter("127.0.0.1", port, columns=42, timeout_s=timeout_s)


def fault_of(printer: NetworkPrinter) -> str:
    with pytest.raises(DeviceFault) as caught:
        printer.print(FULL)
    return caught.value.code


def test_receipt_reaches_the_paper_as_it_was_composed(paper: PaperListener) -> None:
    printer_at(paper.port).print(FULL)
    assert paper.wait_for_job(1, PATIENCE_S)
    assert paper.jobs == [render(FULL, 42)]
    assert read_paper(paper.jobs[0]) == [
        "Малышок",
        "Заказ № T7-00412-K",
        "-" * 42,
        'Джемпер "Облако", синий, 98 x',
        "2                              3 980,00 р.",
        "К оплате                       3 980,00 р.",
        "[barcode T7-00412-K]",
        "",
        "[qr https://shop.example/o/T7-00412-K]",
        "",
        "[cut]",
    ]


def test_check_is_content_with_a_healthy_printer_and_prints_nothing(
    paper: PaperListener,
) -> None:
    printer_at(paper.port).check()
    printer_at(paper.port).print(FULL)
    assert paper.wait_for_job(1, PATIENCE_S)
    assert len(paper.jobs) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (PaperStatus.PAPER_OUT, "printer_paper_out"),
        (PaperStatus.COVER_OPEN, "printer_cover_open"),
        (PaperStatus.FAULT, "printer_fault"),
    ],
)
def test_printer_that_could_not_print_gets_no_job(
    paper: PaperListener, status: PaperStatus, code: str
) -> None:
    paper.status = status
    assert fault_of(printer_at(paper.port)) == code
    paper.status = PaperStatus.HEALTHY
    printer_at(paper.port).print(receipt(Line("the next one")))
    assert paper.wait_for_job(1, PATIENCE_S)
    assert [read_paper(job)[0] for job in paper.jobs] == ["the next one"]


def test_paper_that_runs_out_during_the_job_is_noticed(paper: PaperListener) -> None:
    paper.status = PaperStatus.RUNS_OUT
    assert fault_of(printer_at(paper.port, timeout_s=0.3)) == "printer_paper_out"


def test_silent_printer_is_a_fault_and_not_plenty_of_paper(paper: PaperListener) -> None:
    paper.status = PaperStatus.SILENT
    assert fault_of(printer_at(paper.port, timeout_s=0.1)) == "printer_silent"
    with pytest.raises(DeviceFault):
        printer_at(paper.port, timeout_s=0.1).check()


def test_refused_connection_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert fault_of(printer_at(port)) == "printer_unreachable"


def test_something_that_accepts_and_never_answers_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert fault_of(printer_at(port, timeout_s=0.1)) == "printer_silent"


HOSTILE = [
    "Джемпер\x1bp\x00\x19\xfa",  # opens the drawer
    "\x1b@\x1dV\x00cut",
    "\x10\x14\x01\x00\x05",  # real-time drawer
    "a\x9bb\x85c\x7f",
    "\u202eтаплец\u202c\u200b",
    "👗 ½ « » “ ” — …  № ₽",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("columns", [42, 48])
def test_hostile_name_brings_no_command_of_its_own(text: str, columns: int) -> None:
    rows: tuple[Row, ...] = (
        Line(text, bold=True, centred=True, large=True),
        Line(text),
        Pair(text, text),
        Barcode(text),
        QrCode("https://a.example/" + text),
    )
    names = [command.name for command in commands(render(receipt(*rows), columns))]
    assert names.count(b"\x1b@") == names.count(b"\x1dV") == 1  # unknown ones raise


@given(st.text(max_size=60), st.sampled_from([42, 48]))
def test_any_name_makes_a_stream_of_our_commands_only(text: str, columns: int) -> None:
    rows = (Line(text), Line(text, large=True), Pair(text, text), Barcode(text), QrCode(text))
    lines = read_paper(render(receipt(*rows), columns))
    assert lines[-1] == "[cut]"
    assert all(len(line) <= columns for line in lines if not line.startswith("["))


def test_reader_refuses_a_drawer_kick() -> None:
    with pytest.raises(ValueError, match="unknown command"):
        read_paper(b"\x1b@Tea\n\x1bp\x00\x19\xfa")


def test_number_too_long_for_a_barcode_is_printed_as_text() -> None:
    lines = read_paper(render(receipt(Barcode("9" * 40)), 42))
    assert lines[0] == "9" * 40


def test_address_too_long_for_a_code_is_printed_whole() -> None:
    lines = read_paper(render(receipt(QrCode("https://shop.example/" + "a" * 300)), 42))
    assert "".join(lines[:-1]) == "https://shop.example/" + "a" * 300


def test_rendering_says_nothing_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    render(FULL, 42)
    assert capsys.readouterr().out == ""
