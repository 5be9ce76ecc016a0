"""Whatever is typed is answered, or pointed at as a mistake."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from small_archive import fill_archive

SEARCHES = Path(__file__).parents[1] / "benchmarks" / "torture" / "searches.py"


@pytest.fixture(scope="module")
def searches() -> ModuleType:
    """The same strings that `make torture` tries many more of."""
    spec = importlib.util.spec_from_file_location("searches", SEARCHES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_search_raises_or_takes_long(searches: ModuleType, tmp_path: Path) -> None:
    fill_archive(tmp_path / "archive.sqlite")
    assert list(searches.failures(tmp_path / "archive.sqlite", 3_000)) == []


def test_the_strings_reach_answers_and_mistakes_alike(searches: ModuleType) -> None:
    from reader.query import Mistake, parse

    answers = [isinstance(parse(typed), Mistake) for typed in searches.searches(2_000, 1)]
    assert 400 < sum(answers) < 1_600
