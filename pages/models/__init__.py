"""What a site says about itself, one noun a file."""

from pages.models.front import FrontPage, FrontTopic, Highlight
from pages.models.house_term import HouseTerm
from pages.models.leaving import Export
from pages.models.menu import Menu, MenuEntry
from pages.models.moving import ImportedItem, ImportRun
from pages.models.page import Page, PageDocument
from pages.models.pairs import PairProposal
from pages.models.replacement import Replacement, ReplacementLine
from pages.models.term import Term
from pages.models.topic import Topic, TopicFigure, TopicPick

__all__ = [
    "Export",
    "FrontPage",
    "FrontTopic",
    "Highlight",
    "HouseTerm",
    "ImportRun",
    "ImportedItem",
    "Menu",
    "MenuEntry",
    "Page",
    "PageDocument",
    "PairProposal",
    "Replacement",
    "ReplacementLine",
    "Term",
    "Topic",
    "TopicFigure",
    "TopicPick",
]
