"""What a press release is: the nouns that travel from a source to the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.headline import Headline as Headline


class Form(StrEnum):
    """What kind of text an entry's content is."""

    PAGE = "page"
    """A whole web page, chrome and all."""
    FRAGMENT = "fragment"
    """HTML that a feed or a message carried as the release itself."""
    TEXT = "text"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Label:
    """A publisher's own tag: an RSS category, a front-matter key, a vendor element."""

    scheme: str
    """What kind of tag it is, as the publisher names it: "category", "amn:countries", "keywords"."""
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One release as it came from the world: decoded to text, not yet cleaned or understood."""

    key: str
    """What tells it from the others of its source: a guid, an address, a path."""
    content: str
    form: Form
    url: str = ""
    """Where the release can be read on the web; empty for a saved text that does not say."""
    base: str = ""
    """Address that relative links in the content start from."""
    title: str = ""
    summary: str = ""
    organisation: str = ""
    published: str = ""
    """The date as the source wrote it, in any format."""
    updated: str = ""
    language: str = ""
    labels: tuple[Label, ...] = ()


class BlockKind(StrEnum):
    """What part a block plays in a release."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"
    """A paragraph that the publisher set apart as quoted."""
    ROW = "row"
    """A table's row, its cells parted by tabs."""
    CAPTION = "caption"
    NOTES = "notes"
    """Notes to editors, background, "for more reporting"."""
    CONTACT = "contact"
    ABOUT = "about"
    """What the organisation says of itself at the end."""


BODY = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTATION, BlockKind.ROW})
"""The kinds that are the release's own text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or caption: plain text of one line, white space folded."""

    kind: BlockKind
    text: str
    level: int = 0
    """A heading's rank (1 the highest), a list item's depth (1 the outermost)."""
    marker: str = ""
    """What stood before a list item: "•", "1."."""
    credit: int = -1
    """Where in a caption's text the credit begins ("© 2026 ..."); -1 where there is none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a block that leads somewhere; offsets are characters of the block's text."""

    block: int
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a release says it was written, as a stretch at the start of a block."""

    place: str
    date: str
    """ISO date, or empty where the dateline names a place only."""
    block: int
    start: int
    end: int
    """Past the dash that ends the dateline."""


@dataclass(frozen=True, slots=True)
class Embargo:
    """A line that says from when a release may be used."""

    text: str
    lifts: str = ""
    """ISO date or date-time, with its offset where the line names a zone; empty where it names no moment."""


class QuoteKind(StrEnum):
    """What quotation marks are there for."""

    SPEECH = "speech"
    TERM = "term"
    TITLE = "title"
    OTHER = "other"
    """Law, guidelines, slogans: quoted, with no speaker."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks; offsets are characters of the block's text, marks left out."""

    block: int
    start: int
    end: int
    kind: QuoteKind
    speaker: str = ""
    """The fullest name that the release gives; empty where it is not known."""
    role: str = ""
    """Function and organisation in the release's own words."""
    continues: bool = False
    """Goes on from the quote before it, in a new paragraph."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a country or region was given."""

    kind: str
    """Where it was found: "label", "address", "index", "source", "title", "lede", "body", "correction"."""
    text: str
    """The words that were read, or the label as the publisher wrote it."""
    block: int = -1
    start: int = -1
    end: int = -1
    """Offsets of those words in the block's text (in the title where kind is "title"); -1 for a label."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country that a release is about."""

    code: str
    """ISO 3166-1 alpha-3, and XKX for Kosovo."""
    name: str
    why: Evidence


@dataclass(frozen=True, slots=True)
class Area:
    """A region that a release is about: that of its countries, or one that it names itself."""

    region: str
    """A key of `regions.REGIONS`."""
    why: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A press release, understood. All text in it is clean: safe to show and to store."""

    title: str
    url: str = ""
    subtitle: str = ""
    organisation: str = ""
    language: str = ""
    """BCP 47 primary tag ("en", "ar"); empty where it is not known."""
    published: str = ""
    """ISO date ("2016-07-05") or date-time with its offset; empty where the release is undated."""
    dateline: Dateline | None = None
    embargo: Embargo | None = None
    blocks: tuple[Block, ...] = ()
    lede: int = -1
    """Index of the block that opens the body; -1 where there is no body."""
    quotes: tuple[Quote, ...] = ()
    links: tuple[Link, ...] = ()
    countries: tuple[Country, ...] = ()
    """Most salient first."""
    regions: tuple[Area, ...] = ()
    is_release: bool = True
    """False where the page holds no release: an index page, an error page."""
    labels: tuple[Label, ...] = ()

    @property
    def body(self) -> str:
        """The release's own text, a line a block."""
        return "\n".join(block.text for block in self.blocks if block.kind in BODY)
