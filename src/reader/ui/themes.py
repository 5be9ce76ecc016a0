"""The reader's own two themes: calm, and in every pair of colours at least WCAG AA (4.5 to 1)."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="reader-dark",
    dark=True,
    background="#15181d",
    surface="#1b1f26",
    panel="#242932",
    foreground="#e3e6ea",
    primary="#8cb4f0",
    secondary="#7fcfc4",
    accent="#f0c674",
    warning="#f2a97c",
    error="#f48f8f",
    success="#9ad39b",
    variables={
        "border": "#39414e",
        "border-blurred": "#2b313b",
        "scrollbar": "#39414e",
        "scrollbar-background": "#15181d",
        "footer-background": "#1b1f26",
    },
)

LIGHT = Theme(
    name="reader-light",
    dark=False,
    background="#fbfaf7",
    surface="#f2f0eb",
    panel="#e8e5de",
    foreground="#20242a",
    primary="#1b56ad",
    secondary="#0a655d",
    accent="#7f4d00",
    warning="#8f4300",
    error="#a8231c",
    success="#1d6a37",
    variables={
        "border": "#c9c4b8",
        "border-blurred": "#dcd8ce",
        "scrollbar": "#c9c4b8",
        "scrollbar-background": "#fbfaf7",
        "footer-background": "#f2f0eb",
    },
)

OURS = (DARK, LIGHT)

ANSI = "ansi-dark"
"""Textual's theme that leaves colours to the terminal: the one in which NO_COLOR is kept."""
