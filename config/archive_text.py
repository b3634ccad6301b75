"""Text for archives of any size: plausible in shape, varied in length, about nobody. For benchmarks only."""

from dataclasses import dataclass
from random import Random

PLACES = {
    "en": "Akhalgori Gali Zugdidi Gori Ergneti Sokhumi Tskhinvali Java Znauri Tbilisi"
    " Batumi Kutaisi Poti Rustavi Telavi Mestia Ochamchire Senaki Borjomi Ambrolauri",
    "ka": "ახალგორი გალი ზუგდიდი გორი ერგნეთი სოხუმი ცხინვალი ჯავა ზნაური თბილისი"
    " ბათუმი ქუთაისი ფოთი რუსთავი თელავი მესტია ოჩამჩირე სენაკი ბორჯომი ამბროლაური",
}
THEMES = {
    "en": "schools|crossing points|water supply|pensions|road repair|farming|courts|health care|energy|trade",
    "ka": "სკოლები|გადასასვლელები|წყალმომარაგება|პენსიები|გზების შეკეთება|სოფლის მეურნეობა|სასამართლოები|ჯანდაცვა|ენერგეტიკა|ვაჭრობა",
}
OPENINGS = {
    "en": [
        "Observers recorded {number} new cases in {place}",
        "The commission on {theme} sat in {place} for {number} hours",
        "A report on {theme} names {place} {number} times",
        "Residents of {place} wait for an answer about {theme}",
        "What changed in {place}: {theme}, part {number}",
        "In {place}, talks about {theme} end after {number} days",
    ],
    "ka": [
        "დამკვირვებლებმა {number} ახალი შემთხვევა აღრიცხეს: {place}",
        "კომისიამ თემაზე „{theme}“ {number} საათი იმსჯელა: {place}",
        "ანგარიშში „{theme}“ {place} {number}-ჯერ არის ნახსენები",
        "{place}: მოსახლეობა პასუხს ელოდება, თემა - {theme}",
        "რა შეიცვალა: {place}, {theme}, ნაწილი {number}",
        "{place}: მოლაპარაკება თემაზე „{theme}“ {number} დღის შემდეგ დასრულდა",
    ],
}
SENTENCES = {
    "en": [
        "The figures come from two lists that were compared line by line.",
        "Neither side gave a date for the next meeting.",
        "People who cross on foot say that the wait grew longer in autumn.",
        "The document runs to {number} pages and was not published in full.",
        "An earlier version of the plan had named {place} as its first stage.",
        "Local offices answered {number} of the questions that were sent to them.",
        "On {theme} the two reports agree in substance and differ in detail.",
        "The road through {place} was closed for {number} days in that month.",
        "Nobody who was present described the exchange as an agreement.",
        "The archive holds a copy of the letter and of its envelope.",
    ],
    "ka": [
        "ციფრები ორ სიას ეყრდნობა, რომლებიც სტრიქონ-სტრიქონ შედარდა.",
        "შემდეგი შეხვედრის თარიღი არც ერთ მხარეს არ დაუსახელებია.",
        "ფეხით გადამსვლელები ამბობენ, რომ შემოდგომაზე ლოდინი გახანგრძლივდა.",
        "დოკუმენტი {number} გვერდისგან შედგება და სრულად არ გამოქვეყნებულა.",
        "გეგმის ადრინდელ ვერსიაში პირველ ეტაპად {place} იყო მითითებული.",
        "ადგილობრივმა უწყებებმა გაგზავნილი კითხვებიდან {number}-ს უპასუხეს.",
        "თემაზე „{theme}“ ორი ანგარიში არსებითად ერთნაირია, დეტალებში კი განსხვავდება.",
        "იმ თვეში {place} {number} დღით იყო ჩაკეტილი.",
        "დამსწრეთაგან არავის უთქვამს, რომ მხარეები შეთანხმდნენ.",
        "არქივში ინახება წერილის ასლიც და კონვერტისაც.",
    ],
}
LANGUAGES = tuple(OPENINGS)
# How many texts have a heading within.
WITH_HEADING = 0.3


@dataclass(frozen=True)
class Text:
    """One article's text in one language."""

    title: str
    lead: str
    body: str


class Writer:
    """Writes texts; the same seed gives the same texts. Bodies repeat after a hundred, since cleaning each takes time."""

    bodies = 100

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pool = {code: [self.body(code) for _number in range(self.bodies)] for code in LANGUAGES}

    def fill(self, pattern: str, code: str) -> str:
        """Put a place, a theme and a number into a pattern."""
        return pattern.format(
            place=self.random.choice(PLACES[code].split()), theme=self.random.choice(THEMES[code].split("|")), number=self.random.randint(2, 99)
        )

    def sentences(self, code: str, count: int) -> str:
        """Return a paragraph's worth of text."""
        return " ".join(self.fill(self.random.choice(SENTENCES[code]), code) for _number in range(count))

    def body(self, code: str) -> str:
        """Return the HTML of a body of three to nine paragraphs."""
        parts = [f"<p>{self.sentences(code, self.random.randint(2, 6))}</p>" for _number in range(self.random.randint(3, 9))]
        if self.random.random() < WITH_HEADING:
            parts.insert(1, f"<h2>{self.fill(self.random.choice(OPENINGS[code]), code)}</h2>")
        return "".join(parts)

    def text(self, code: str) -> Text:
        """Return a title of its own, a lead of its own, and one of the bodies."""
        title = self.fill(self.random.choice(OPENINGS[code]), code)
        return Text(title, self.sentences(code, self.random.randint(1, 4)), self.random.choice(self.pool[code]))


def tag_labels() -> list[dict[str, str]]:
    """Return two hundred labels in each language: every theme in every place."""
    pairs = [[f"{place}: {theme}" for theme in THEMES[code].split("|") for place in PLACES[code].split()] for code in LANGUAGES]
    return [dict(zip(LANGUAGES, labels, strict=True)) for labels in zip(*pairs, strict=True)]
