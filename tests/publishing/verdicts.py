"""What must hold of a site after its processes were killed, asked in a process of that site."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news.models import Article
from publishing import consistency, content_audit, drafts
from publishing.models import Change
from publishing.work import LOST_AFTER, requeue_lost_tasks, run_next_task


def settled(keys: list[str]) -> list[dict[str, Any]]:
    """Let the tasks run that were at work when their process died, as after a quarter of an hour; compare everything; say how far each article is."""
    DBTaskResult.objects.running().update(started_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    requeue_lost_tasks()
    while run_next_task():
        pass
    # The chain of the audit log is part of it.
    # Of a process that is no test, only what is said here reaches whoever reads the failure.
    wrong = [(name, words) for name, found in consistency.run(fix=False) for words in found]
    assert not wrong, wrong
    altered = [(found.values, found.state, found.lost) for found in content_audit.altered()]
    assert not altered, altered
    return [told(Article.objects.get(pk=key)) for key in keys]


def told(article: Article) -> dict[str, Any]:
    """Return the numbers in the title and the text of an article, as editors left it and as it was published, and how often the public was told."""
    work = drafts.opened(article)
    return {
        "draft": [number(work.state[name]) for name in ("title_en", "body_en")],
        "public": [number(work.live.state[name]) for name in ("title_en", "body_en")],
        "told": Change.objects.filter(record=article.pk).count(),
    }


def number(text: Any) -> int:
    """Return the number in a text, 0 without one."""
    found = re.search(r"\d+", str(text))
    return int(found[0]) if found else 0
