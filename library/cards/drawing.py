"""The picture of a card: the spine of a chronicle, what the record is called, when it was, and whose site it is."""

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from PIL import Image as Pillow
from PIL import ImageColor, ImageDraw, PngImagePlugin

from library import storage
from library.cards import faces
from library.cards.typesetting import Block, Room, cut, fitted
from library.renditions import box_of
from publishing import colours

SIZE = (1200, 630)
PAPER = colours.PAPER[0]
INK, MUTED, RULE = "#17191b", "#55595e", "#d9dad4"
# The spine at the left edge; from where to where words may stand. Networks cut a few pixels off every side.
SPINE = 30
LEFT, RIGHT, TOP, FOOT = 100, 1128, 62, 514
# A picture stands at the right edge, this wide, and words end this far before it.
PICTURE, GAP = 420, 56
# Of the line in which the site is named.
MIDDLE = 587
LOGO = (400, 56)
BELOW_TITLE = 22
# Sizes of a title, and how many lines it may have at each: a long one is rather smaller than a column.
TITLE_SIZES = {128: 1, 112: 2, 100: 2, 90: 3, 82: 3, 76: 3, 70: 4, 64: 4, 58: 5, 54: 5, 50: 6, 46: 6, 42: 7, 38: 7}
# Georgian words are longer, with tall ascenders and deep descenders: the same title needs smaller letters and looser lines.
TIGHTNESS = {"ka": 1.3}
TIGHT = 1.14
CREDIT_SIZES = {20: 1, 18: 2, 16: 3}
LEAD_SIZES = dict.fromkeys((34, 32, 30, 28), 4)
# Of grey between an ink and the paper.
STEPS = 48
# Raised when cards come to look otherwise: all have new addresses then.
VERSION = 1
QUALITY = 88


@dataclass(frozen=True)
class Shown:
    """A public file of a picture that partners may use, the part of it that matters, and whom to name."""

    name: str
    focal_x: int
    focal_y: int
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Said:
    """What a card says of a record, in the language in which it is read."""

    title: str
    language: str
    kind: str = ""
    date: str = ""
    lead: str = ""
    picture: Shown | None = None


@dataclass(frozen=True)
class Look:
    """The site on a card: its name, the file of its logo if it has one, its colour."""

    name: str
    logo: str = ""
    accent: str = colours.OWN[0]


@dataclass
class Sheet:
    """A card in the making."""

    look: Look
    right: int = RIGHT
    pixels: Pillow.Image = field(default_factory=lambda: Pillow.new("RGB", SIZE, PAPER))

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """What draws on it."""
        return ImageDraw.Draw(self.pixels)

    @property
    def width(self) -> int:
        """How wide words may be."""
        return self.right - LEFT


def drawn(said: Said, look: Look) -> bytes:
    """Return the card: a PNG, with a picture a JPEG. OSError if a picture or a logo that it shows cannot be read."""
    sheet = Sheet(look)
    sheet.pen.rectangle((0, 0, SPINE - 1, SIZE[1]), fill=look.accent)
    if said.picture is not None:
        hang(sheet, said.picture)
    title, name = faces.settable(said.title, faces.SERIF, faces.SANS_BOLD)
    top = dateline(sheet, said)
    if title:
        title_and_lead(sheet, said, title, name, top)
        foot(sheet, said)
    else:
        cover(sheet, said, top)
    return encoded(sheet.pixels, said, look)


def hang(sheet: Sheet, picture: Shown) -> None:
    """Let a picture fill the right edge, cut round what matters in it."""
    with storage.renditions().open(picture.name) as file, Pillow.open(file) as source:
        box = box_of(source.size, (PICTURE, SIZE[1]), (picture.focal_x, picture.focal_y))
        sized = source.convert("RGB").resize((PICTURE, SIZE[1]), Pillow.Resampling.LANCZOS, box=box)
    sheet.pixels.paste(sized, (SIZE[0] - PICTURE, 0))
    sheet.right = SIZE[0] - PICTURE - GAP


def dateline(sheet: Sheet, said: Said) -> int:
    """Write what the record is and when it was; return where the room below it begins, in pixels from the top."""
    kind = line(said.kind, faces.SANS_BOLD, 32, sheet.width)
    date = line(said.date, faces.SANS, 32, sheet.width)
    across, down = LEFT, TOP
    if kind:
        write(sheet, kind, across, down, sheet.look.accent)
        across += round(width_of(kind)) + 30
    if date:
        if kind and across + width_of(date) > sheet.right:
            across, down = LEFT, down + date.leading
        elif kind:
            sheet.pen.rectangle((across - 16, down + 8, across - 15, down + 34), fill=MUTED)
        write(sheet, date, across, down, MUTED)
    return down + 84 if kind or date else TOP


def title_and_lead(sheet: Sheet, said: Said, title: str, name: str, top: int) -> None:
    """Write the title as large as it fits, and below it the lead where that leaves room for all of it; both stand on the foot."""
    tightness = TIGHTNESS.get(said.language, TIGHT)
    block = fitted(title, name, TITLE_SIZES, Room(sheet.width, FOOT - top), tightness)
    lead = lead_below(said, Room(sheet.width, FOOT - top - block.height - BELOW_TITLE))
    down = FOOT - block.height - (lead.height + BELOW_TITLE if lead else 0)
    write(sheet, block, LEFT, down, INK)
    if lead:
        write(sheet, lead, LEFT, down + block.height + BELOW_TITLE, MUTED)


def lead_below(said: Said, room: Room) -> Block | None:
    """Return the lead, None where there is no room for all of it: the beginning of one may say something else."""
    text, name = faces.settable(said.lead, faces.SANS)
    if not text or room.height <= 0:
        return None
    block = fitted(text, name, LEAD_SIZES, room, 1.42)
    return block if block.lines and not block.lines[-1].endswith("…") else None


def cover(sheet: Sheet, said: Said, top: int) -> None:
    """Write the name of the site as large as it fits, below its sign: the card of pages that are no record's."""
    if sheet.look.logo:
        paste_logo(sheet, (sheet.width, 140), top + 70)
    else:
        mark(sheet, LEFT, top + 18, 104)
    title, name = faces.settable(sheet.look.name, faces.SERIF, faces.SANS_BOLD)
    if title:
        title_and_lead(sheet, said, title, name, top + 140)


def foot(sheet: Sheet, said: Said) -> None:
    """Write whose site it is below a line, and whom to name for the picture."""
    sheet.pen.rectangle((LEFT, FOOT + 24, sheet.right, FOOT + 24), fill=RULE)
    across = LEFT
    if sheet.look.logo:
        across += paste_logo(sheet, (min(LOGO[0], sheet.width), LOGO[1]), MIDDLE)
    else:
        mark(sheet, LEFT, MIDDLE - 20, 40)
        if name := line(sheet.look.name, faces.SERIF, 34, sheet.width - 52):
            write(sheet, name, LEFT + 52, MIDDLE - 22, INK)
            across += round(52 + width_of(name))
    credit, face = faces.settable(said.picture.credit if said.picture else "", faces.SANS)
    # Beside a name that leaves no room, the credit stands with the file and its page.
    room = Room(sheet.right - across - GAP // 2, 64)
    if credit and room.width > PICTURE // 3:
        block = fitted(credit, face, CREDIT_SIZES, room, 1.3)
        write(sheet, block, sheet.right - round(width_of(block)), MIDDLE - block.height // 2, MUTED)


def paste_logo(sheet: Sheet, room: tuple[int, int], middle: int) -> int:
    """Show the site's logo, not larger than its room, its middle so many pixels from the top; return its width."""
    with storage.renditions().open(sheet.look.logo) as file, Pillow.open(file) as source:
        logo = source.convert("RGBA")
    logo.thumbnail(room, Pillow.Resampling.LANCZOS)
    sheet.pixels.paste(logo, (LEFT, middle - logo.height // 2), logo)
    return logo.width


def mark(sheet: Sheet, left: int, top: int, height: int) -> None:
    """Draw the sign of the site, as in static/img/favicon.svg."""
    width = round(height * 12 / 13)
    sheet.pen.rectangle((left, top, left + round(width * 0.25), top + height), fill=sheet.look.accent)
    sheet.pen.rectangle((left + round(width * 0.354), top, left + width, top + height), fill=INK)


def line(text: str, name: str, size: int, width: int) -> Block | None:
    """Return a text of one line, cut where it is too long; None if there is nothing to write."""
    text, name = faces.settable(text, name, faces.SANS_BOLD)
    return cut(text, name, size, Room(width, size * 2), 1.3) if text else None


def width_of(block: Block) -> float:
    """Return how wide a block is, in pixels."""
    return max(faces.face(block.face, block.size).getlength(each) for each in block.lines)


def write(sheet: Sheet, block: Block, left: int, top: int, colour: str) -> None:
    """Write lines; each stands in the middle of its leading."""
    face = faces.face(block.face, block.size)
    ascent, descent = face.getmetrics()
    for number, each in enumerate(block.lines):
        baseline = top + number * block.leading + (block.leading - ascent - descent) // 2 + ascent
        sheet.pen.text((left, baseline), each, font=face, fill=colour, anchor="ls")


def encoded(pixels: Pillow.Image, said: Said, look: Look) -> bytes:
    """Return the file, with the words that it shows told as text too, for machines that keep pictures."""
    buffer = BytesIO()
    if said.picture is not None:
        words = " – ".join(filter(None, (said.title, said.kind, said.date, said.picture.credit)))
        pixels.save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True, comment=words.encode())
        return buffer.getvalue()
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", said.title, said.language)
    told.add_itxt("Description", " – ".join(filter(None, (said.kind, said.date, said.lead))), said.language)
    # A logo may have any colours; words have three, and those between them and the paper.
    few = pixels if look.logo else pixels.quantize(palette=palette(look.accent), dither=Pillow.Dither.NONE)
    few.save(buffer, "PNG", pnginfo=told)
    return buffer.getvalue()


@lru_cache(maxsize=4)
def palette(accent: str) -> Pillow.Image:
    """Return the colours of a card without pictures: each of its inks in steps from the paper."""
    inks, paper = [ImageColor.getrgb(ink)[:3] for ink in (INK, accent, MUTED)], ImageColor.getrgb(PAPER)[:3]
    steps = [
        tuple(round(to + (ink - to) * step / STEPS) for ink, to in zip(each, paper, strict=True)) for each in inks for step in range(1, STEPS + 1)
    ]
    steps += [paper, ImageColor.getrgb(RULE)[:3]]
    found = Pillow.new("P", (1, 1))
    found.putpalette([channel for step in steps for channel in step])
    return found
