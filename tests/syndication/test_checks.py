"""What the operator set is looked at before anything starts."""

from syndication.checks import hub_can_be_told


def test_hub_that_nothing_would_be_sent_to_is_refused_in_words(settings):
    settings.PUSH_TO_LOOPBACK = False
    wrong = {"hub": "no web address", "http://hub.example/": "must begin with https://", "https://127.0.0.1/": "not public"}

    for address, words in wrong.items():
        settings.WEBSUB_HUB = address
        (error,) = hub_can_be_told()
        assert (error.id, error.is_serious()) == ("syndication.E001", True)
        assert (address in error.msg, words in error.msg, "WEBSUB_HUB" in error.hint) == (True, True, True), address


def test_hub_that_is_public_or_none_is_fine(settings):
    for address in ("", "https://hub.example/", "https://hub.example:8443/feeds"):
        settings.WEBSUB_HUB = address
        assert hub_can_be_told() == []
