from __future__ import annotations

import pytest
from serial.tools.list_ports_common import ListPortInfo

from kiosk.devices.scanners import serial_port
from kiosk.devices.scanners.serial_port import is_scanner, parse_ports


def test_setting_names_ports_and_speeds() -> None:
    assert parse_ports("") == (False, {})
    assert parse_ports("Auto") == (True, {})
    assert parse_ports("COM3, /dev/ttyS0@115200 ,auto") == (
        True,
        {"COM3": 9600, "/dev/ttyS0": 115200},
    )


@pytest.mark.parametrize("ports", ["COM3@", "COM3@fast", "@9600", "COM3@0", "COM3@-1"])
def test_speed_that_is_none_is_refused(ports: str) -> None:
    with pytest.raises(ValueError, match="not a port"):
        parse_ports(ports)


@pytest.mark.parametrize(
    ("vid", "pid", "known"),
    [
        (0x05E0, 0x1701, True),  # Symbol, "Bar Code Scanner (CDC)"
        (0x05F9, 0x4204, True),  # Datalogic Gryphon, RS-232 emulation
        (0x1EAB, 0x1A06, True),  # Newland HR22, serial
        (0x1EAB, 0x1A10, False),  # the same in another mode
        (0x067E, 0x0803, True),  # Intermec scanner
        (0x067E, 0x1001, False),  # Intermec, something else
        (0x0A5F, 0x0084, False),  # a Zebra label printer
        (0x067B, 0x2303, False),  # a USB-to-serial cable: whatever is at its end
        (0x0403, 0x6001, False),
        (None, None, False),
    ],
)
def test_only_known_scanners_are_found_by_themselves(
    vid: int | None, pid: int | None, known: bool
) -> None:
    port = ListPortInfo("COM1")
    port.vid, port.pid = vid, pid
    assert is_scanner(port) is known


def test_port_that_is_not_there_is_an_oserror_and_the_list_is_the_systems() -> None:
    with pytest.raises(OSError, match="no-such-port"):
        serial_port._open_port("/dev/no-such-port", 9600)
    assert isinstance(list(serial_port._list_ports()), list)
