"""What the worker does for accounts."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task

from publishing import navigation, site


@task()
def send_reset(mail: str, language: str) -> None:
    """Mail a link for a new pass phrase to each account with this address; nothing where none has it."""
    for user in get_user_model().objects.filter(email__iexact=mail, is_active=True, is_staff=True):
        place = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
        with translation.override(language):
            address = navigation.absolute(reverse("admin:password_reset_confirm", args=place))
            words = _(
                "Somebody, you we hope, asked for a new pass phrase for the account “%(name)s”. Here it is chosen:\n\n%(address)s\n\n"
                "If it was not you, do nothing: nothing has changed."
            ) % {"name": user.get_username(), "address": address}
            send_mail(_("New pass phrase (%(site)s)") % {"site": site.read().name}, words, settings.DEFAULT_FROM_EMAIL, [user.email])
