"""A dialog that is answered twice leaves what is under it alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.screen import ModalScreen

from reader.ui.app import ReaderApp
from reader.ui.commands import Palette
from reader.ui.screens.help import Help


@pytest.mark.parametrize(("key", "kind"), [("question_mark", Help), ("ctrl+p", Palette)])
async def test_two_answers_leave_once(
    open_app: Callable[..., ReaderApp], key: str, kind: type[ModalScreen[None]]
) -> None:
    app = open_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        dialog = app.screen
        assert isinstance(dialog, kind)
        dialog.dismiss()
        dialog.dismiss()
        await pilot.pause()
        assert app.screen is app.reading
    assert not app.fault
