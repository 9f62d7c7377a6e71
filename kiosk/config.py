"""The terminal's settings: what each does, what is allowed, and who sets it.

`kiosk.setting_sources` reads them; `docs/settings.md` is made from here.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from kiosk.domain.keys import Layout, Suffix
from kiosk.domain.store_codes import StoreRule
from kiosk.setting_values import address

LEARNED = "learned"
DIAGONAL_INCH = {"shopper": 24.0, "assistant": 10.1}

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")
Learned = Literal["learned"]
Line = Annotated[str, Meta(pattern="^[^\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e]*\\Z")]

_AS_ENROLLED = {"set_by": "the enrolment; store IT where it is to be another"}
_AS_LEARNED = {"set_by": "the page *Set up a scanner*; store IT for many terminals alike"}
_USER_FOLDER = {"default": "`store-kiosk` in the user's folder for data"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two terminals; seconds and inches by name.

    Of each, `title` says what it does, `description` what is allowed, as people are told it,
    and `extra` who sets it where that is not store IT alone.
    """

    hub_url: Annotated[
        Line,
        Meta(
            title="the hub's address",
            description="an https address, or http to this machine itself",
            extra=_AS_ENROLLED,
        ),
    ] = ""
    mode: Annotated[
        Literal["", "shopper", "assistant"],
        Meta(
            title="a kiosk for shoppers or a tablet for assistants",
            description="shopper, assistant, or empty: as enrolled",
            extra=_AS_ENROLLED,
        ),
    ] = ""
    data_dir: Annotated[
        Path,
        Meta(
            title="where orders, catalogue, pictures and secrets lie",
            description="an absolute path",
            extra=_USER_FOLDER,
        ),
    ] = Path()
    language: Annotated[
        Language,
        Meta(
            title="the language in which a session begins",
            description=f"{' or '.join(LANGUAGES)}, and among languages",
        ),
    ] = LANGUAGES[0]
    languages: Annotated[
        tuple[Language, ...],
        Meta(
            title="the languages that are offered, in this order",
            description=f"a list of {', '.join(LANGUAGES)}",
            min_length=1,
        ),
    ] = LANGUAGES
    camera: Annotated[
        Line,
        Meta(
            title="the camera that codes are held to; empty: none",
            description="empty, a device's number, or a path",
        ),
    ] = ""
    camera_resolution: Annotated[
        tuple[Annotated[int, Meta(ge=160, le=8_192)], Annotated[int, Meta(ge=120, le=8_192)]],
        Meta(
            title="the size of the camera's pictures",
            description="width x height in pixels: 1280x720",
        ),
    ] = (1280, 720)
    camera_faces: Annotated[
        Literal["", "person", "away"],
        Meta(
            title="where the camera looks: one that faces the person is shown like a mirror",
            description="person, away, or empty: as usual for the mode",
        ),
    ] = ""
    camera_region: Annotated[
        tuple[float, float, float, float],
        Meta(
            title="the part of the camera's picture in which codes are looked for",
            description="left, top, right, bottom, as shares of it from 0 to 1: 0,0,1,1",
        ),
    ] = (0.0, 0.0, 1.0, 1.0)
    serial_scanners: Annotated[
        Line,
        Meta(
            title="scanners on serial ports; auto finds those of known makers",
            description="empty, auto, or ports with commas: COM3,/dev/ttyACM0@115200",
        ),
    ] = "auto"
    scanner_layout: Annotated[
        Learned | Layout,
        Meta(
            title="the keyboard layout by which a keyboard scanner types",
            description="learned, us, de, fr, ru, or empty: as the computer types",
            extra=_AS_LEARNED,
        ),
    ] = "learned"
    scanner_suffix: Annotated[
        Learned | Suffix,
        Meta(
            title="the key with which a keyboard scanner ends a code",
            description="learned, enter, tab, none",
            extra=_AS_LEARNED,
        ),
    ] = "learned"
    scanner_aim: Annotated[
        bool | Learned,
        Meta(
            title="whether scanners put the AIM identifier (]C1, say) before a code",
            description="learned, true or false",
            extra=_AS_LEARNED,
        ),
    ] = "learned"
    scanner_separators: Annotated[
        tuple[str, ...],
        Meta(
            title="what a keyboard scanner types for the separator GS of GS1 codes",
            description="a list: how the scanner writes GS; empty: as learned",
            extra=_AS_LEARNED,
        ),
    ] = ()
    store_codes: Annotated[
        tuple[StoreRule, ...],
        Meta(
            title="how numbers on the labels of the shop's scales are cut: digits as they stand, "
            "I for the item's, W for grams or P for a price, C for the check digit",
            description="a list of patterns like 22IIIIIWWWWWC",
        ),
    ] = ()
    sounds: Annotated[
        bool,
        Meta(
            title="a beep at each scan, another where the code is nothing of ours",
            description="true or false",
        ),
    ] = True
    printer: Annotated[
        Line,
        Meta(
            title="the receipt printer in the network; empty: none",
            description="empty, or host:port",
        ),
    ] = ""
    printer_columns: Annotated[
        int,
        Meta(
            title="characters in a line of the receipt",
            description="a whole number, 24 to 64; usually 42 or 48",
            ge=24,
            le=64,
        ),
    ] = 42
    idle_s: Annotated[
        int,
        Meta(
            title="how long nobody may touch or scan before “Still there?” is asked",
            description="a whole number of seconds, 10 to 3600",
            ge=10,
            le=3600,
        ),
    ] = 60
    done_s: Annotated[
        int,
        Meta(
            title="how long the page of a placed order stays; counted down on it",
            description="a whole number of seconds, 5 to 600",
            ge=5,
            le=600,
        ),
    ] = 30
    still_there_s: Annotated[
        int,
        Meta(
            title="how long “Still there?” waits before the session ends; counted down on it",
            description="a whole number of seconds, 5 to 120",
            ge=5,
            le=120,
        ),
    ] = 15
    screen_diagonal_inch: Annotated[
        float,
        Meta(
            title="the screen's true size, by which letters and buttons are scaled",
            description="inches, up to 120; 0: as usual for the mode",
            ge=0,
            le=120,
        ),
    ] = 0.0
    reduce_motion: Annotated[
        bool, Meta(title="pages change without movement", description="true or false")
    ] = False
    fullscreen: Annotated[
        bool, Meta(title="the window covers the screen", description="true or false")
    ] = True
    extra_ca: Annotated[
        Line,
        Meta(
            title="certificates to be trusted besides the system's, for a hub with the shop's own",
            description="empty, or the path of a PEM file that exists",
        ),
    ] = ""
    proxy: Annotated[
        Line,
        Meta(
            title="the proxy on the way to the hub; not used to this machine itself",
            description="empty, or http://host:port",
        ),
    ] = ""
    secrets: Annotated[
        Literal["auto", "file"],
        Meta(
            title="where the terminal's keys lie: in the system's keyring if there is one, or "
            "always in a file; to be set before the enrolment",
            description="auto or file",
        ),
    ] = "auto"
    catalogue_poll_s: Annotated[
        float,
        Meta(
            title="how often the hub is asked for news while its stream is silent",
            description="seconds, 1 to 300",
            ge=1,
            le=300,
        ),
    ] = 5.0
    heartbeat_s: Annotated[
        float,
        Meta(
            title="silence of the hub's stream after which the hub is asked",
            description="seconds, 1 to 30: a stock figure's age rests on it",
            ge=1,
            le=30,
        ),
    ] = 15.0
    picture_cache_mb: Annotated[
        int,
        Meta(
            title="room for products' photographs",
            description="megabytes, up to 100000; 0: drawings alone",
            ge=0,
            le=100_000,
        ),
    ] = 200

    def diagonal_inch(self, mode: str) -> float:
        """Return the screen's diagonal for a mode known by now."""
        return self.screen_diagonal_inch or DIAGONAL_INCH.get(mode, DIAGONAL_INCH["shopper"])

    @property
    def printer_address(self) -> tuple[str, int] | None:
        """Host and port of the printer, if there is one."""
        return address(self.printer) if self.printer else None


TABLES: dict[str, dict[str, str]] = {
    "hub": {
        "url": "hub_url",
        "extra_ca": "extra_ca",
        "proxy": "proxy",
        "poll_s": "catalogue_poll_s",
        "heartbeat_s": "heartbeat_s",
    },
    "screen": {
        "diagonal_inch": "screen_diagonal_inch",
        "fullscreen": "fullscreen",
        "reduce_motion": "reduce_motion",
    },
    "session": {"idle_s": "idle_s", "done_s": "done_s", "still_there_s": "still_there_s"},
    "camera": {
        "device": "camera",
        "faces": "camera_faces",
        "resolution": "camera_resolution",
        "region": "camera_region",
    },
    "scanner": {
        "serial": "serial_scanners",
        "layout": "scanner_layout",
        "suffix": "scanner_suffix",
        "aim": "scanner_aim",
        "separators": "scanner_separators",
        "store_codes": "store_codes",
    },
    "printer": {"address": "printer", "columns": "printer_columns"},
}
"""The policy file's tables: the flat name of each of their keys."""

RULES: dict[str, Any] = Settings.__annotations__
"""The type of each setting with what is allowed, by flat name."""
