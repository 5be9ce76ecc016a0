"""What each kind of text looks like, in the colours of the theme: kept here so that no widget costs a style sheet."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from textual.widget import Widget

LOOKS = {
    # Rows: the list, the tree, the feeds.
    "plain": "$foreground",
    "strong": "bold $foreground",
    "dim": "$foreground 70%",
    "mark": "$text-primary",
    "star": "$text-accent",
    "warning": "$text-warning",
    "section": "bold $foreground 70%",
    "hover": "on $foreground 5%",
    "cursor": "on $foreground 10%",
    "focused-cursor": "on $primary 24%",
    "thumb": "$foreground 30%",
    "edge": "$border",
    "focused-edge": "bold $primary",
    # Lines above and under the panes.
    "narrowed": "bold $text-accent",
    "shown": "$foreground 75%",
    "said": "$foreground 85%",
    "news": "bold $text-accent",
    "key": "bold $text-primary",
    "label": "$foreground 80%",
    # The page.
    "organisation": "bold $text-primary",
    "headline": "bold",
    "subtitle": "italic",
    "meta": "$foreground 70%",
    "embargo": "bold reverse $text-error",
    "changed": "$text-warning",
    "tags": "$text-primary",
    "note": "italic",
    "reason": "$foreground 70%",
    "place": "bold $foreground",
    "rule": "$foreground 25%",
    "lede": "",
    "paragraph": "",
    "dateline": "$foreground 70%",
    "heading": "bold $text-primary",
    "subheading": "bold",
    "item": "",
    "quotation": "",
    "row": "",
    "caption": "italic $foreground 70%",
    "credit": "not italic $foreground 70%",
    "sign": "$foreground 70%",
    "notes": "$foreground 75%",
    "contact": "$foreground 75%",
    "about": "$foreground 75%",
    "quote": "$text-accent",
    "bar": "$accent",
    "speaker": "bold $text-accent",
    "role": "$foreground 75%",
    "unknown": "italic $foreground 75%",
    "current": "bold",
    "current-bar": "bold $text-accent",
    "link": "underline $text-primary",
    "current-link": "bold reverse",
    "source": "$foreground 70%",
    "added": "underline $text-success",
    "removed": "strike $text-error",
    "match": "$foreground on $warning 30%",
    "current-match": "bold $background on $foreground",
}
"""Each role's style."""

WITHOUT_COLOURS = {
    "cursor": "reverse dim",
    "focused-cursor": "reverse",
    "hover": "",
    "thumb": "dim",
    "dim": "dim",
    "mark": "bold",
    "quote": "italic",
    "current": "bold italic",
    "added": "bold underline",
    "removed": "strike",
    "match": "underline",
    "current-match": "bold reverse",
}
"""What stands in place of it where the terminal keeps its own colours, or has none."""

OWN_COLOURS = {
    **dict.fromkeys(
        ("meta", "reason", "rule", "dateline", "credit", "sign", "notes", "contact", "about", "source", "role"), "dim"
    ),
    "caption": "dim italic",
    "unknown": "dim italic",
    "place": "bold not dim",
    "speaker": "bold not dim $text-accent",
}
"""And where it keeps its own: shades of a colour that is not known can't be mixed."""


def look(widget: Widget, roles: tuple[str, ...]) -> Style:
    """The style of text with these roles on a widget, the last one the strongest.

    Colours are mixed with what lies behind: the terminal, and Rich, know no translucent ones.
    """
    app = widget.app
    background = widget.background_colors[1]
    foreground = widget.colors[3]
    features: dict[str, Any] = {}
    for role in roles:
        words = LOOKS[role]
        if app.native_ansi_color or app.no_color:
            words = WITHOUT_COLOURS.get(role, words)
        if app.native_ansi_color:
            words = OWN_COLOURS.get(role, words)
        if not words:
            continue
        style = app.stylesheet.parse_style(words)
        background = background if style.background is None else background + style.background
        foreground = foreground if style.foreground is None else style.foreground
        for feature in ("bold", "dim", "italic", "underline", "reverse", "strike"):
            value = getattr(style, feature)
            if value is not None:
                features[feature] = value
    colours = Style.from_color((background + foreground).rich_color, background.rich_color)
    return colours + Style(**features)
