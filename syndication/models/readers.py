"""Readers who get mails: an address that only the keys of the site open, what was asked for it, and what is on its way."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class Reader(models.Model):
    """An e-mail address. Nothing else is known of who reads there, and nobody at the desk sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Locked (`syndication.digests.secrecy`); and what it is found by, which tells nothing without the key.
    locked = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    # Mails in a row that its server refused for good, and since when it is left alone for that.
    refusals = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("address of a reader")
        verbose_name_plural = _("addresses of readers")

    def __str__(self) -> str:
        return str(self.pk)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """What readers asked for."""

    def confirmed(self) -> Self:
        """Keep what somebody at the address confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> Self:
        """Keep what waits for that."""
        return self.filter(confirmed_at=None)

    def digests(self) -> Self:
        """Keep what comes again and again."""
        return self.exclude(what=Subscription.What.TRANSLATION)

    def translations(self) -> Self:
        """Keep what is told once."""
        return self.filter(what=Subscription.What.TRANSLATION)

    def in_mail(self, language: str, often: str) -> Self:
        """Keep what goes into one mail."""
        return self.digests().filter(language=language, often=often)


class Subscription(models.Model):
    """One thing that somebody at an address wants to hear of. Deleted when it ends: nothing tells that it was there."""

    class What(models.TextChoices):
        """What is told."""

        NEWS = "news", _("all news")
        CORRECTIONS = "corrections", _("corrections")
        TOPIC = "topic", _("a tag, a person, an office or a chronology")
        SEARCH = "search", _("what a search finds")
        TRANSLATION = "translation", _("that a text is translated")

    class Often(models.TextChoices):
        """How often."""

        DAILY = "daily", _("every morning")
        WEEKLY = "weekly", _("on Monday mornings")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="subscriptions")
    what = models.CharField(max_length=12, choices=What)
    # Of a topic and of a translation: the tag or the record.
    record_kind = models.CharField(max_length=20, blank=True)
    record = models.UUIDField(null=True)
    # Of a search, what stands behind `?` in its address; of a tag, an address of it, by which it is found once it is merged.
    question = LineField(max_length=1000, blank=True)
    language = models.CharField(max_length=10)
    often = models.CharField(max_length=6, choices=Often, default=Often.DAILY)
    # The form it was asked with, which may ask for several things; and when.
    asked = models.UUIDField(db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    # The last public change that was told; and when it is looked for others.
    told = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail to a reader")
        verbose_name_plural = _("mails to readers")
        indexes = [models.Index(fields=["next_at"], condition=Q(confirmed_at__isnull=False), name="subscription_due")]

    def __str__(self) -> str:
        return f"{self.what} {self.language}"


class Mailing(models.Model):
    """A mail that is to go: made before it is written, deleted once a mail server took it."""

    class Kind(models.TextChoices):
        """What is in it."""

        CONFIRM = "confirm", _("the question whether it is wanted")
        DIGEST = "digest", _("what is new")
        TRANSLATED = "translated", _("that a text is translated")

    # Part of the Message-ID: a mail that had to be sent twice is known for the same one.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(Reader, models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=10, choices=Kind)
    language = models.CharField(max_length=10)
    # Of a digest: how often it comes, and the last public change that is in it.
    often = models.CharField(max_length=6, choices=Subscription.Often, default=Subscription.Often.DAILY)
    until = models.PositiveBigIntegerField(default=0)
    # Of the others: what they are about.
    asked = models.UUIDField(null=True)
    subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, related_name="mailings")
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("mail on its way to a reader")
        verbose_name_plural = _("mails on their way to readers")
        constraints = [
            models.UniqueConstraint(fields=["reader", "language", "often"], condition=Q(kind="digest"), name="mailing_one_digest_at_a_time"),
            models.UniqueConstraint(fields=["subscription"], name="mailing_tells_of_a_translation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
