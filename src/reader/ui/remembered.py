"""What the screen remembers between runs: the theme that was chosen."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from reader import config


def theme(state: Path) -> str:
    """The theme that was chosen last; empty where none was, or it can't be read."""
    try:
        text = state.read_text(encoding="utf-8")
        import json  # most never choose a theme

        kept = json.loads(text)
    except (OSError, ValueError):
        return ""
    chosen = kept.get("theme") if isinstance(kept, dict) else None
    return chosen if isinstance(chosen, str) else ""


def keep_theme(state: Path, name: str) -> None:
    """Remember a theme; where the disk won't have it, it is forgotten at the end."""
    import json

    with contextlib.suppress(OSError):
        config.make_folder(state.parent)
        with open(os.open(state, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps({"theme": name}))
