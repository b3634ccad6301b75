"""The site as readers reach it: through names, proxy and certificate."""

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import urllib3
from cryptography import x509
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from config.doctor.findings import Grade
from publishing import languages, navigation

PATIENCE = urllib3.Timeout(connect=5, read=15)
# Days before its end that a certificate is to be renewed.
RENEW = 14


def answers() -> Iterator[tuple[Grade, str]]:
    """Ask for a page at the public address, and for what the proxy must not keep."""
    asking = urllib3.PoolManager(timeout=PATIENCE, retries=False)
    page = asking.request("GET", f"{settings.SITE_URL}{navigation.address('home', languages.codes()[0])}", redirect=False)
    if page.status != HTTPStatus.OK:
        yield (
            Grade.MEND,
            f"The front page answers {page.status} at {settings.SITE_URL}. Look at the proxy, at ALLOWED_HOSTS and at the log of the site.",
        )
        return
    if "Set-Cookie" in page.headers:
        yield Grade.MEND, "Something in front of the site sets cookies on public pages; no cache can keep them so. Switch that off in the proxy."
    if settings.SECURE and "Strict-Transport-Security" not in page.headers:
        yield Grade.MIND, "The proxy takes away Strict-Transport-Security. Let it pass the headers of the site."
    desk = asking.request("GET", f"{settings.SITE_URL}{reverse('admin:login')}", redirect=False)
    if "public" in desk.headers.get("Cache-Control", "") or "Age" in desk.headers:
        yield Grade.MEND, "The proxy keeps pages of the desk. Let it keep only what says Cache-Control: public."
    yield Grade.FINE, f"{settings.SITE_URL} answers"


def certificate_lasts() -> Iterator[tuple[Grade, str]]:
    """Look until when the certificate is good."""
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https":
        yield Grade.MIND, "The site is reached without TLS: whoever stands between can read and change everything."
        return
    host, port = site.hostname or "", site.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=5) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            given = wrapped.getpeercert(binary_form=True) or b""
    except ssl.SSLCertVerificationError as error:
        yield Grade.MEND, f"Browsers refuse the certificate: {error.verify_message}."
        return
    left = x509.load_der_x509_certificate(given).not_valid_after_utc - timezone.now()
    if left < dt.timedelta(days=RENEW):
        yield Grade.MEND, f"The certificate ends in {left.days} days. Look why it was not renewed."
    else:
        yield Grade.FINE, f"good for {left.days} days"
