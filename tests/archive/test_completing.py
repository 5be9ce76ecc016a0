"""Names in the archive by their first letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from making import understood
from reader.archive import Archive

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
SPEAKERS = ("Akinyi Obuya", "Akinyi Wekesa", "Élodie Akoto", "obinna Eze", "Tomas Akoto", "")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        source = opened.add_source("feed", "https://valley.example/feed", "The Valley Post")
        rows = [understood(str(at), speaker=name, organisation="River Ledger") for at, name in enumerate(SPEAKERS)]
        opened.store(source, [*rows, understood("again", speaker="Akinyi Obuya")], NOW)
        opened.tag([1], "Ask again")
        yield opened


@pytest.mark.parametrize(
    ("field", "typed", "names"),
    [
        ("speaker", "aki", ["Akinyi Obuya", "Akinyi Wekesa"]),
        ("speaker", "Akinyi Obuya", ["Akinyi Obuya"]),
        ("speaker", "akoto", ["Tomas Akoto", "Élodie Akoto"]),
        ("speaker", "obi", ["obinna Eze"]),
        ("speaker", "zz", []),
        ("speaker", '"*(', []),
        ("source", "val", ["The Valley Post"]),
        ("org", "riv", ["River Ledger"]),
        ("tag", "AG", ["Ask again"]),
        ("region", "a", []),
    ],
)
def test_names_are_found_by_the_first_letters_of_any_word(
    archive: Archive, field: str, typed: str, names: list[str]
) -> None:
    assert sorted(archive.complete(field, typed, 8)) == names


def test_no_more_names_than_asked_for_are_given(archive: Archive) -> None:
    assert len(archive.complete("speaker", "", 3)) == 3
    assert "" not in archive.complete("speaker", "", 8)
