"""The review of a demo article: who was asked for it, and what was said of its draft."""

import datetime as dt

from django.utils import timezone

from config.demo.entries import Entry
from config.demo.users import Cast
from news.models import Article
from publishing.publishable import State
from publishing.review import comments, rounds
from publishing.workflow import transition

# What a file says of a review, and of a comment.
REVIEW = ("note", "days", "comments")
COMMENT = ("about", "text", "answer")


def submit(entry: Entry, record: Article, cast: Cast) -> None:
    """Submit an article, to the editor with a day and comments where the file tells of a review."""
    if "review" not in entry.values:
        transition(record, State.IN_REVIEW, by=cast.author)
        return
    part = entry.part("review", entry.values["review"], REVIEW)
    try:
        due_on = timezone.localdate() + dt.timedelta(days=int(part.text("days")))
    except ValueError as error:
        raise part.error("“days” should be a number") from error
    rounds.submit(record, by=cast.author, assignee=cast.editor, due_on=due_on, note=part.text("note"))
    for said in part.parts("comments", COMMENT):
        comment = comments.add(record, by=cast.editor, text=said.text("text"), key=said.text("about"))
        if answer := said.text("answer"):
            comments.reply(record, comment.pk, by=cast.author, text=answer)
