"""The page where there are no colours: quotes and what is found still stand out."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from reader.ui.panes.page import ReleaseView
from ui.marked import a_release


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield ReleaseView()


async def test_quotes_and_matches_stand_out_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with Host().run_test(size=(60, 20)) as pilot:
        page = pilot.app.query_one(ReleaseView)
        page.show(a_release("“[[Ada Brandt||It rained on all of us]],” Brandt said. It rained again."))
        await pilot.pause()
        y = next(y for y in range(20) if "It rained" in page.render_line(y).text)
        quoted = next(segment for segment in page.render_line(y) if "It rained" in segment.text)
        assert page.render_line(y).text.lstrip().startswith("▌")
        assert quoted.style
        assert quoted.style.italic
        page.next_quote()
        assert page.render_line(y).text.lstrip().startswith("█")
        page.find("rained")
        styles = [segment.style for segment in page.render_line(y) if segment.text == "rained"]
        assert [bool(style and style.reverse) for style in styles] == [True, False]
        assert [bool(style and style.underline) for style in styles][1]
