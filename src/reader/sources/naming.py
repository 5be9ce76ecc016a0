"""Small readings of what publishers write about themselves: plain titles, an organisation's name, an address."""

from __future__ import annotations

import hashlib
import html
import re
from urllib.parse import urljoin, urlsplit

TITLE = 1000
"""Characters of a title that are kept; the longest real headlines have three hundred."""

_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>")
_ENTITY = re.compile(r"&#?\w{1,31};")
_BREAKS = re.compile(r"<(?:br|/?p|/?div|/?li)\b[^<>]*>", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|div|em|font|h[1-6]|i|img|li|p|q|s|script|small|span|strong|style|su[bp]|u|video)\b[^<>]*>",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|–—»:·-]+\s+|\s*[|»]\s*|:\s+")
_GENERIC = frozenset(
    {
        *("a", "all", "and", "articles", "at", "atom", "english", "feed", "feeds", "from", "home", "in", "latest"),
        *("media", "new", "news", "newsroom", "of", "official", "page", "press", "publications", "release"),
        *("releases", "rss", "site", "statements", "stories", "the", "top", "updates", "web", "website"),
        *("actualités", "communiqués", "comunicados", "de", "del", "des", "español", "français", "les", "los"),
        *("noticias", "pressemitteilungen"),
    }
)
"""Words that name a feed, not who publishes it."""


def has_markup(text: str) -> bool:
    """Whether HTML's tags or character references occur in it."""
    return bool(_MARKUP.search(text) or _ENTITY.search(text))


def has_html_tags(text: str) -> bool:
    """Whether tags occur in it that titles are known to be dressed in; "<insert name>" is none."""
    return bool(_HTML_TAG.search(text))


def plain(markup: str, limit: int = TITLE) -> str:
    """A fragment of HTML as one line of text, cut after `limit` characters."""
    text = _BREAKS.sub(" ", _without_code(markup[: limit * 20]))
    return one_line(html.unescape(_MARKUP.sub("", text)), limit)


_COMMENT = re.compile("<!--")
_TAG_END = re.compile(">")
_CODE = (
    (_COMMENT, re.compile("-->")),
    (re.compile("<script", re.IGNORECASE), re.compile("</script>", re.IGNORECASE)),
    (re.compile("<style", re.IGNORECASE), re.compile("</style>", re.IGNORECASE)),
)
"""Where what no reader of a page sees begins and ends."""


def _without_code(markup: str) -> str:
    """The fragment without comments, scripts and style sheets.

    One that never ends goes to the end, a comment to the end of what looks like its tag.
    """
    for begins, ends in _CODE:
        kept, at = [], 0
        while start := begins.search(markup, at):
            kept.append(markup[at : start.start()])
            end = ends.search(markup, start.end()) or (
                _TAG_END.search(markup, start.end()) if begins is _COMMENT else None
            )
            at = end.end() if end else len(markup)
        markup = "".join(kept) + markup[at:]
    return markup


def one_line(text: str, limit: int = TITLE) -> str:
    """The text with its white space folded, cut after `limit` characters."""
    return " ".join(text[: limit * 20].split())[:limit].rstrip()


def text_length(markup: str) -> int:
    """How many characters of a fragment of HTML are text."""
    return len(_MARKUP.sub("", markup).strip())


def organisation_in(title: str) -> str:
    """Who publishes a feed of this title: "Lantern Rights" in "Press releases | Lantern Rights - RSS feed"."""
    whole = one_line(title, 200)
    parts = (_without_lead(part) for part in _SEPARATOR.split(whole))
    named = next((part for part in parts if part and not is_generic(part)), whole)
    words = _FEED_TAIL.sub("", named).split(" ")
    # "UN News" is a name; "Lantern Rights International News" is the news of one.
    return " ".join(words[:-1] if len(words) > 2 and words[-1].lower() == "news" else words)


def is_generic(name: str) -> bool:
    """Whether a name tells what is published and not by whom: "Press", "Latest news"."""
    return set(re.findall(r"\w+", name.lower())) <= _GENERIC


_FEED_TAIL = re.compile(r" (?:(?:RSS|Atom|news) )?feed$| (?:RSS|Atom)$", re.IGNORECASE)


def _without_lead(part: str) -> str:
    """What stands after "from" in "Latest press releases from Lantern Rights"."""
    lead, _, rest = part.partition(" from ")
    return rest if rest and is_generic(lead) else part


def web_address(link: str, base: str = "") -> str:
    """The link as an absolute address of the web; empty where it is none (another scheme, a broken one)."""
    if not link.strip():
        return ""
    try:
        address = urljoin(base, link.strip().replace(" ", "%20"))
        parts = urlsplit(address)
        is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if is_web and not any(ord(letter) < 33 for letter in address) else ""


def digest(*texts: str) -> str:
    """A short name for texts: equal for equal ones, and only for those."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:32]
