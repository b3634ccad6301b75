"""Who is logged in where, by what second factor, and who was invited."""

import hashlib
from typing import Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.fields.text import LineField


class Session(AbstractBaseSession):
    """A session of Django's, with what lets its owner know it again. Deleting the row ends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sittings")
    began_at = models.DateTimeField(_("began"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    # Program and system only, and the address without its end.
    agent = LineField(max_length=60, blank=True)
    address = LineField(max_length=45, blank=True)

    class Meta(AbstractBaseSession.Meta):
        ordering = ["-seen_at"]

    @property
    def name(self) -> str:
        """What a page may call it: the key itself opens the session, so no page has it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return what reads and writes sessions."""
        from accounts.sessions import SessionStore  # noqa: PLC0415 - it reads this model

        return SessionStore


class Factor(models.Model):
    """What somebody has beside the pass phrase."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = LineField(_("name"), max_length=60)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Authenticator(Factor):
    """An app that shows a code for each half minute (TOTP, RFC 6238)."""

    # Encrypted; `accounts/locking.py` says how.
    secret = models.BinaryField()
    # The half minute of the last code that was taken: none is taken twice.
    last_step = models.BigIntegerField(default=-1)


class Passkey(Factor):
    """A key that the browser or a stick holds (WebAuthn level 2)."""

    # What the browser calls it, as base64url.
    handle = LineField(max_length=1400, unique=True)
    # The attested credential data of the specification, section 6.5.1, with the public key.
    public_data = models.BinaryField()
    # How often it signed, for those that count: a smaller number than before means a copy.
    counter = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """A code for the day on which everything else is lost; good once, known here by its hash."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> Self:
        """Keep those that somebody may still follow."""
        return self.filter(accepted_at=None, ends_at__gt=timezone.now())


class Invitation(models.Model):
    """A link by which somebody gets an account: good once, for some days, known here by its hash."""

    username = LineField(_("user name"), max_length=150, help_text=_("What the invited person logs in with: “nino”."))
    mail = models.EmailField(_("mail address"), blank=True, help_text=_("For notices and a new pass phrase. You hand over the link yourself."))
    groups = models.ManyToManyField(Group, verbose_name=_("roles"), related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("made by"))
    at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    ends_at = models.DateTimeField(_("good until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.username

    @property
    def is_open(self) -> bool:
        """Whether somebody may still follow it."""
        return self.accepted_at is None and self.ends_at > timezone.now()
