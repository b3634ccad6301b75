from library import counts
from library.models import TagCount
from tests.factories import make_published_article, make_tag


def test_recount_sets_every_count_right():
    tag = make_tag("Georgia")
    make_published_article(title_en="One", tags=[tag])
    TagCount.objects.update(listed=9)
    assert list(counts.differences()) == [f"tag {tag.pk}, article: listed is 9, should be 1"]

    counts.recount()

    kept = TagCount.objects.get()
    assert (kept.listed, kept.available_en, kept.available_ka) == (1, 1, 0)
    assert list(counts.differences()) == []
