"""Authors who want a page of their own."""

from dataclasses import dataclass

from django.db.models import Q, UUIDField

from news.archives import Lists
from news.models import ArticleQuerySet, Author
from publishing import languages
from publishing.addresses import record_at
from publishing.navigation import address_of_slug
from publishing.prepared import Given


@dataclass(frozen=True)
class Profile:
    """An author as the profile page shows one; `*_lang` only where it differs from the page's."""

    name: str
    lang: str
    about: str
    about_lang: str


def author_at(slug: str) -> Author | None:
    """Return the author with a profile page who has or had `slug`, in any language."""
    public = Author.objects.filter(has_profile=True)
    own = Q(*((f"slug_{code}", slug) for code in languages.codes()), _connector=Q.OR)
    return public.filter(own).first() or public.filter(pk=record_at("author", slug)).first()


def written(lists: Lists, at: Given) -> ArticleQuerySet:
    """Return what is listed up to a moment of a given author (`author`)."""
    return lists.listed(at).by_author(Given("author", UUIDField()))


def author_addresses(author: Author) -> dict[str, str]:
    """Return {language: address} of an author's page."""
    return {code: address_of_slug("news:author", code, languages.filled(author, "slug", code)[0]) for code in languages.codes()}


def profile(author: Author, language: str) -> Profile:
    """Return what the author's page shows beside the articles."""
    name, lang = languages.filled(author, "name", language)
    about, about_lang = languages.filled(author, "about", language)
    return Profile(name=name, lang=languages.other(lang, language), about=about, about_lang=languages.other(about_lang, language))
