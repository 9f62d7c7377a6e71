"""The printed sheet that a keyboard scanner is set up with: A4, black on white.

Laid out in dots of 1/300 inch, so that every bar is a whole number of dots: written as PNG,
PDF (one bit a dot, no smoothing that would grey the bars' edges) or SVG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

import segno
from barcode.codex import Code128, Gs1_128
from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.scanners.sheet_codes import GS1, LETTERS, LONG
from kiosk.domain.scans import GS

DPI = 300
WIDTH, HEIGHT = 2480, 3508  # A4
MARGIN = 200
BAR = 4  # dots: 0.34 mm, readable by old lasers and from a poor printer
BARS_HEIGHT = 300
MODULE = 10  # 0.85 mm
KINDS = (".pdf", ".png", ".svg")
TITLE = ("Scanner set-up sheet", "Лист настройки сканера")
HOW = (
    "At the terminal: sign in, open “Device”, then “Set up a scanner”. "
    "Scan each code once, in any order.",
    "На терминале: войдите, откройте «Устройство», затем «Настроить сканер». "
    "Отсканируйте каждый код один раз, в любом порядке.",
)
CAPTIONS = (
    ("Letters and Enter", "Буквы и Enter"),
    ("Marking codes", "Коды маркировки"),
    (
        "Long code. Skip it if the scanner does not read QR codes",
        "Длинный код. Пропустите, если сканер не читает QR-коды",
    ),
)

FOOT = (
    "Print at 100 % on A4, do not fit to page. Cover the other codes while you scan. "
    "When the screen shows the ticks, press “Save settings”.",
    "Печатайте на A4 в масштабе 100 %, без подгонки. Прикрывайте остальные коды. "
    "Когда на экране появятся галочки, нажмите «Сохранить настройки».",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in dots."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its base line, `size` the height of its letters' em in dots."""

    x: int
    y: int
    size: int
    text: str
    bold: bool = False
    white: bool = False


Shape = Box | Words


def write(path: Path) -> None:
    """Write the sheet in the form that the file's name asks for.

    Raises `ValueError` where that is none of `KINDS`, and `OSError`.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ValueError(path.name)
    shapes = layout()
    if kind == ".svg":
        path.write_text(_svg(shapes), encoding="utf-8")
        return
    # A PDF's grey picture would be packed with losses, a black and white one is not.
    mode = "1" if kind == ".pdf" else "L"
    picture = draw(shapes, mode)
    if kind == ".pdf":
        picture.save(path, resolution=DPI, title=TITLE[0])
    else:
        picture.save(path, dpi=(DPI, DPI))


def layout() -> Sequence[Shape]:
    """Place everything that is on the sheet."""
    shapes: list[Shape] = [
        Words(MARGIN, 330, 100, TITLE[0], bold=True),
        Words(MARGIN, 450, 76, TITLE[1], bold=True),
    ]
    shapes += _text(HOW, 560)
    bars = [_bars(Code128(LETTERS)), _bars(Gs1_128(GS1.replace(GS, Gs1_128.FNC1_CHAR)))]
    y = 800
    for number, symbol in enumerate(bars, 1):
        shapes += _heading(number, y)
        shapes += [Box(MARGIN + x, y + 190, width, BARS_HEIGHT) for x, width in symbol]
        y += 740
    shapes += _heading(3, y)
    square = _square(MARGIN, y + 190)
    return [*shapes, *square, *_text(FOOT, max(box.y for box in square) + 110)]


def draw(shapes: Sequence[Shape], mode: str = "L") -> Image.Image:
    """Draw shapes on a white page of a Pillow mode."""
    white = 1 if mode == "1" else 255
    page = Image.new(mode, (WIDTH, HEIGHT), white)
    pen = ImageDraw.Draw(page)
    for shape in shapes:
        if isinstance(shape, Box):
            edge = (shape.x, shape.y, shape.x + shape.width - 1, shape.y + shape.height - 1)
            pen.rectangle(edge, fill=0)
        else:
            ink = white if shape.white else 0
            font = _font(shape.size, shape.bold)
            pen.text((shape.x, shape.y), shape.text, fill=ink, font=font, anchor="ls")
    return page


def _heading(number: int, y: int) -> list[Shape]:
    """Return a number in a black square, and what it is for in both languages."""
    english, russian = CAPTIONS[number - 1]
    digit = str(number)
    left = MARGIN + (130 - round(_font(90, bold=True).getlength(digit))) // 2
    return [
        Box(MARGIN, y, 130, 130),
        Words(left, y + 97, 90, digit, bold=True, white=True),
        Words(MARGIN + 170, y + 50, 54, english, bold=True),
        Words(MARGIN + 170, y + 120, 54, russian),
    ]


def _text(sentences: Sequence[str], y: int) -> list[Words]:
    """Set sentences below each other, each as wide as the page."""
    shapes = []
    for sentence in sentences:
        for line in _lines(sentence, 46, WIDTH - 2 * MARGIN):
            shapes.append(Words(MARGIN, y, 46, line))
            y += 62
        y += 14
    return shapes


def _bars(code: Code128) -> list[tuple[int, int]]:
    """Return where the bars of a code begin and how wide they are, in dots."""
    modules = code.build()[0]
    found, at = [], 0
    while (begin := modules.find("1", at)) >= 0:
        end = modules.find("0", begin)
        at = end if end >= 0 else len(modules)
        found.append((begin * BAR, (at - begin) * BAR))
    return found


def _square(x: int, y: int) -> list[Box]:
    """Return the modules of the long code, each row's neighbours joined."""
    rows = segno.make_qr(LONG, error="m", boost_error=False).matrix
    shapes: list[Box] = []
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                left, width = x + start * MODULE, (column - start) * MODULE
                shapes.append(Box(left, y + number * MODULE, width, MODULE))
                start = None
    return shapes


def _lines(text: str, size: int, width: int) -> list[str]:
    """Break a text at spaces where it gets wider than the page."""
    font, lines = _font(size), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    spec = find_spec("fontpkg_inter")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the font of fontpkg_inter is missing: install the dependencies anew")
    folder = Path(spec.submodule_search_locations[0])
    font = ImageFont.truetype(str(folder / "files" / "Inter[opsz,wght].ttf"), size)
    font.set_variation_by_axes([32, 700 if bold else 450])
    return font


def _svg(shapes: Sequence[Shape]) -> str:
    """Write shapes as SVG; text is in whatever font the reader has."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Inter, sans-serif"'
        f' shape-rendering="crispEdges">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for shape in shapes:
        if isinstance(shape, Box):
            lines.append(
                f'<rect x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}"/>'
            )
        else:
            weight = 700 if shape.bold else 400
            fill = "#fff" if shape.white else "#000"
            lines.append(
                f'<text x="{shape.x}" y="{shape.y}" font-size="{shape.size}"'
                f' font-weight="{weight}" fill="{fill}">{escape(shape.text)}</text>'
            )
    return "\n".join([*lines, "</svg>", ""])
