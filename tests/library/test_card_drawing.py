"""The picture of a card: every title stays within the margins, and every letter is one."""

import unicodedata
from io import BytesIO

import pytest
from PIL import Image as Pillow

from library.cards import faces
from library.cards.drawing import FOOT, INK, LEFT, MUTED, PAPER, RIGHT, SIZE, SPINE, TITLE_SIZES, TOP, Look, Said, drawn
from library.cards.typesetting import Room, cut, fitted, length
from tests.library.cards import pixels, written

LOOK = Look("Matiane", accent="#0a5f4c")
GEORGIAN = "".join(map(chr, range(0x10D0, 0x1100)))
TITLES = {
    "short": ("en", "Gali"),
    "usual": ("en", "Occupied Tskhinvali Parliament Ratifies Military-Technical Agreement with Russia"),
    "longest": ("en", ("Representatives of the central government met in Ergneti with the heads of the mission and the " * 4)[:300]),
    "longest in wide letters": ("en", "WWWWW MMMM " * 27),
    "one word": ("en", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"),
    "one word of 300": ("en", "W" * 300),
    "georgian": ("ka", "ოკუპირებული ცხინვალის პარლამენტმა რუსეთთან სამხედრო-ტექნიკური შეთანხმება მოიწონა"),
    "longest georgian": ("ka", ("ოკუპირებული რეგიონის საგარეო საქმეთა სამინისტრო ეხმაურება კონსულტაციებს " * 5)[:300]),
    "one georgian word": ("ka", "გადმოსაკონტრრევოლუციონერებლებისნაირებისათვისაცო" + "ღ" * 13),
    "marks": ("en", "Ệ ñ̃ x̄ Å" + "\u0301" * 3),
}


@pytest.mark.parametrize("name", TITLES)
def test_words_stay_within_the_margins(name):
    language, title = TITLES[name]

    card = pixels(drawn(Said(title, language, "Agreement · announced", "15–16 September 2008", "A lead. " * 30), LOOK))

    assert card.size == SIZE
    left, top, right, bottom = written(card, (SPINE, 0, *SIZE))
    # A letter may reach out of its own width by a pixel or two; accents stand above the first line.
    assert LEFT - 3 <= left <= LEFT + 3
    assert right <= RIGHT + 2
    assert top >= TOP - 8
    assert bottom <= SIZE[1] - 20
    # Between the words of the record and the line above the name of the site nothing stands.
    assert written(card, (SPINE, FOOT + 10, SIZE[0], FOOT + 17)) is None


@pytest.mark.parametrize("name", [name for name, (_language, title) in TITLES.items() if len(title) <= 90])
def test_title_is_set_whole(name):
    language, title = TITLES[name]
    text, face = faces.settable(title, faces.SERIF, faces.SANS_BOLD)

    block = fitted(text, face, TITLE_SIZES, Room(RIGHT - LEFT, 380), 1.3 if language == "ka" else 1.14)

    said = "".join(block.lines).replace(" ", "")
    whole = unicodedata.normalize("NFC", title).replace(" ", "")
    assert said.replace("-", "") == whole.replace("-", "")
    assert all(length(line, face, block.size) <= RIGHT - LEFT for line in block.lines)


def test_lines_are_of_about_the_same_length():
    title = TITLES["usual"][1]

    block = fitted(title, faces.SERIF, TITLE_SIZES, Room(1028, 380), 1.14)

    lengths = [length(line, faces.SERIF, block.size) for line in block.lines]
    assert len(lengths) == 3
    assert min(lengths) > 0.7 * max(lengths)


def test_text_that_fits_at_no_size_ends_with_an_ellipsis():
    block = cut("one two three four five six seven", faces.SANS, 40, Room(200, 100), 1.2)

    assert len(block.lines) == 2
    assert block.lines[-1].endswith("…")
    assert all(length(line, faces.SANS, 40) <= 200 for line in block.lines)


@pytest.mark.parametrize("face", [faces.SERIF, faces.SANS, faces.SANS_BOLD])
def test_georgian_letters_are_letters_and_no_boxes(face):
    letters = [letter for letter in GEORGIAN if letter <= "ჰ"] + ["„", "“", "–", "№"]
    boxes = faces.drawn(face, faces.NO_CHARACTER)

    shapes = {letter: faces.drawn(face, letter) for letter in letters}

    assert [letter for letter, shape in shapes.items() if shape == boxes] == []
    # Each has a shape of its own.
    assert len(set(shapes.values())) == len(letters)
    assert all(sum(shape) > 500 for _size, shape in shapes.values())


def test_two_georgian_titles_are_two_pictures():
    one, other = (pixels(drawn(Said(title, "ka"), LOOK)) for title in ("თბილისი", "სოხუმი"))

    assert written(one, (LEFT, TOP, RIGHT, FOOT)) != written(other, (LEFT, TOP, RIGHT, FOOT))


def test_mark_over_a_letter_is_drawn():
    plain, marked = (pixels(drawn(Said(title, "en"), LOOK)) for title in ("xxxxxxxxx", "xxxx\u0304xxxxx"))

    assert written(marked, (LEFT, 150, RIGHT, FOOT + 10))[1] < written(plain, (LEFT, 150, RIGHT, FOOT + 10))[1]


@pytest.mark.parametrize(
    ("title", "text", "face"),
    [
        ("Тбилиси, Ӕхсæр", "Тбилиси, Ӕхсæр", faces.SERIF),
        # The letters of Abkhaz, which only the other face has.
        ("Аҧсны", "Аҧсны", faces.SANS_BOLD),
        ("Peace \U0001f54a now", "Peace now", faces.SANS_BOLD),
        ("Half \u202eof\u200b it", "Half of it", faces.SERIF),
        ("习近平 in Tbilisi", "", faces.SANS_BOLD),
        ("\u0000\u200b", "", faces.SERIF),
    ],
)
def test_title_is_set_in_the_face_that_has_its_letters(title, text, face):
    assert faces.settable(title, faces.SERIF, faces.SANS_BOLD) == (text, face)


def test_card_without_a_title_that_can_be_set_has_the_name_of_the_site():
    named, unsettable = (pixels(drawn(Said(title, "en"), LOOK)) for title in ("", "习近平"))

    assert named.tobytes() == unsettable.tobytes()
    assert written(named, (LEFT, 300, RIGHT, 520)) is not None


def test_card_has_the_accent_of_the_site_and_three_inks():
    card = pixels(drawn(Said("Title", "en", "News", "1 May 2024"), LOOK))

    assert card.getpixel((SPINE // 2, 300)) == (0x0A, 0x5F, 0x4C)
    assert card.getpixel((SIZE[0] - 10, 10)) == tuple(bytes.fromhex(PAPER[1:]))
    counted = {colour for _number, colour in card.getcolors(1000)}
    assert {tuple(bytes.fromhex(ink[1:])) for ink in (INK, MUTED, PAPER)} <= counted


def test_card_is_light_and_says_its_words_to_machines():
    data = drawn(Said("ოკუპირებული " * 24, "ka", "სიახლე", "1 მაისი, 2024"), LOOK)

    assert len(data) < 60_000
    with Pillow.open(BytesIO(data)) as card:
        card.load()
        assert card.info["Title"] == "ოკუპირებული " * 24
