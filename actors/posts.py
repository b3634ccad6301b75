"""The posts of an office as pages print them: who held each after whom, and who held it on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from actors import attached, facts, histories, wording
from actors.attached import Attached
from actors.facts import Statement
from actors.histories import Held
from actors.models import Office, Post, Remit, Tenure
from actors.succession import Drawn, Scale, drawn
from publishing import languages, navigation
from publishing.record_page import Label


@dataclass
class Answer:
    """Who held a post on a day, as far as a page names them, and how many more there are."""

    surely: list[Label] = field(default_factory=list)
    possibly: list[Label] = field(default_factory=list)
    more: int = 0

    @property
    def is_any(self) -> bool:
        """Whether anybody held it."""
        return bool(self.surely or self.possibly)


@dataclass(frozen=True)
class PostShown:
    """A post with those who held it last, `number` in all, who are listed at `url`; and who held it on the day that was asked for."""

    anchor: str
    title: str
    lang: str
    also: str
    scale: Scale | None
    lines: list[Drawn]
    remits: list[Statement]
    url: str
    number: int
    answer: Answer

    @property
    def is_cut(self) -> bool:
        """Whether more people held it than are shown."""
        return len(self.lines) < self.number


def posts_of(office: Office, language: str, on: dt.date | None) -> tuple[list[PostShown], Attached]:
    """Return the posts of an office in their order, and the small rows of the office. Four queries, however many there are."""
    posts = list(Post.objects.filter(office=office).select_related(None).order_by("position", "id"))
    for post in posts:
        post.office = office
    held = histories.held_in(office, len(posts), on)
    remits: defaultdict[object, list[Remit]] = defaultdict(list)
    for remit in office.remits.select_related("place", "office", "within"):
        remits[remit.post_id].append(remit)
    told = [fact for each in held.values() for fact in each.cut.rows]
    small = attached.read(office, [*told, *(remit for each in remits.values() for remit in each)])
    return [post_shown(post, held.get(post.pk, Held()), remits[post.pk], language) for post in posts], small


def post_shown(post: Post, held: Held, remits: Sequence[Remit], language: str) -> PostShown:
    """Return a post with some of its holders."""
    title, lang = wording.post_title(post, language)
    pairs = [(tenure, holder(tenure, post, language)) for tenure in held.cut.rows]
    scale = Scale.of(held.cut.rows)
    return PostShown(
        anchor=f"post-{post.pk}",
        title=title,
        lang=languages.other(lang, language),
        also=post.titles("also").get(language, ""),
        scale=scale,
        lines=drawn(pairs, scale),
        remits=[facts.remit_fact(remit, language) for remit in remits],
        url=address(post, language),
        number=held.cut.number,
        answer=Answer(names(held.sure, language), names(held.possible, language), held.more),
    )


def names(tenures: Sequence[Tenure], language: str) -> list[Label]:
    """Return who holds tenures, as their office's page names them."""
    return [facts.actor_label(tenure.actor, language) for tenure in tenures]


def holder(tenure: Tenure, post: Post, language: str) -> Statement:
    """Return a tenure as the page of its office prints it."""
    tenure.post = post
    return facts.tenure_fact(tenure, facts.actor_label(tenure.actor, language), language)


def address(post: Post, language: str) -> str:
    """Return where all holders of a post are listed."""
    return navigation.address("actors:post", language, slug=post.office.slug_in(language), post=post.pk)
