"""What search looks through: the public text of each record in each language, as words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField, ProseField


class Findable(models.Model):
    """A row per record and language in which it is public, or will be at a moment that is set. Written by `publishing.searching.index`.

    The databases index its texts in their own ways (`publishing.searching.sqlite`, `publishing.searching.postgres`).
    """

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    # From when on it may be found.
    public_at = models.DateTimeField()
    # Its date (EDTF), "" for what belongs to no day: when an event was, when anything else was published. The first day that is part of it.
    date = LineField(max_length=60, blank=True)
    first_day = models.DateField(null=True)
    # The last part of its address in this language.
    slug = models.CharField(max_length=200)
    title = ProseField()
    # Its names in every language and spelling, as `publishing.search.fold` makes them.
    names = ProseField(blank=True)
    lead = ProseField(blank=True)
    body = ProseField(blank=True)

    class Meta:
        verbose_name = _("text that can be found")
        verbose_name_plural = _("texts that can be found")
        constraints = [models.UniqueConstraint(fields=["record", "language"], name="findable_once_per_language")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.language}"


class FindableWord(models.Model):
    """A word of a title or a lead that was ever to be found, so that what is typed wrongly can be put right (`publishing.searching.correcting`).

    Words stay when their text goes: before one is told to anybody, a public text is looked for that has it.
    """

    word = LineField(max_length=30, primary_key=True)
    # As `publishing.search.fold` makes it; its first and its last two letters, and how many it has.
    folded = LineField(max_length=90)
    head = LineField(max_length=2)
    tail = LineField(max_length=2)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("word that can be found")
        verbose_name_plural = _("words that can be found")
        indexes = [models.Index(fields=["head", "length"], name="word_by_head"), models.Index(fields=["tail", "length"], name="word_by_tail")]

    def __str__(self) -> str:
        return self.word
