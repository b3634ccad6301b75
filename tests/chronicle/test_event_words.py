"""Words in the list of events of the API: found as the page of a chronology finds them."""

import pytest

from tests.factories import make_published_chronology, make_published_event


@pytest.mark.parametrize(("words", "found"), [("talk", 1), ("GENEVA talks", 1), ("ჟენევა", 1), ("alks", 0), ("enev", 0), ("talks შეხვედრა", 0)])
def test_list_and_page_agree_on_beginnings_of_words_in_one_language(client, words, found):
    chronology = make_published_chronology(title_en="Visits", slug_en="visits")
    make_published_event(title_en="Talks in Geneva", title_ka="შეხვედრა ჟენევაში", date="2008", chronologies=[chronology])

    listed = client.get("/api/v1/events/", {"q": words}).json()["results"]
    page = client.get("/en/chronology/visits/", {"q": words})

    assert (len(listed), "talks-in-geneva/" in page.content.decode()) == (found, bool(found))
