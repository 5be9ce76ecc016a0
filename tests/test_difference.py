"""What was changed between two texts."""

from __future__ import annotations

import random
import time

import pytest

from making import a_release
from reader.difference import Part, compare, is_changed, parts_of


def told(parts: list[Part]) -> list[str]:
    """Each part as a line: [-gone-], {+come+}."""
    marks = {"": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return ["".join(marks[stretch.change].format(stretch.text) for stretch in part) for part in parts]


def test_changed_words_are_told_and_the_rest_stays() -> None:
    old = ["The river rose at night.", "Nobody was hurt."]
    new = ["The river rose at dawn.", "Nobody was hurt."]
    assert told(compare(old, new)) == ["The river rose at [-night-]{+dawn+}.", "Nobody was hurt."]


def test_a_paragraph_that_came_and_one_that_went_are_told_whole() -> None:
    old = ["The bridge is closed.", "Boats run every hour from the old quay."]
    new = ["The mayor resigned on Monday morning.", "The bridge is closed."]
    assert told(compare(old, new)) == [
        "{+The mayor resigned on Monday morning.+}",
        "The bridge is closed.",
        "[-Boats run every hour from the old quay.-]",
    ]


def test_a_changed_paragraph_stands_once_beside_one_that_came() -> None:
    old = ["Twelve boats were lost in the storm of Tuesday."]
    new = ["A minute of silence was held.", "Fourteen boats were lost in the storm of Tuesday."]
    assert told(compare(old, new)) == [
        "{+A minute of silence was held.+}",
        "[-Twelve-]{+Fourteen+} boats were lost in the storm of Tuesday.",
    ]


def test_letters_of_scripts_without_spaces_are_compared_one_by_one() -> None:
    assert told(compare(["河水在夜间上涨。"], ["河水在清晨上涨。"])) == ["河水在[-夜间-]{+清晨+}上涨。"]


def test_a_text_that_was_emptied_is_all_gone() -> None:
    assert told(compare(["It rained.", "It rained again."], [])) == ["[-It rained.-]", "[-It rained again.-]"]


def test_title_and_date_are_compared_too() -> None:
    old = parts_of(a_release(title="Floods in the valley"))
    new = parts_of(a_release(title="Floods in two valleys"))
    assert [is_changed(part) for part in compare(old, new)] == [True, False, False]


@pytest.mark.parametrize("seed", range(40))
def test_both_texts_can_be_read_from_the_difference(seed: int) -> None:
    rng = random.Random(seed)
    texts = [[" ".join(rng.choices("abcdef", k=rng.randint(1, 9))) for _ in range(rng.randint(0, 9))] for _ in range(2)]
    parts = compare(*texts)
    for text, gone in zip(texts, "+-", strict=True):
        left = ["".join(stretch.text for stretch in part if stretch.change != gone) for part in parts]
        assert [part for part in left if part] == text


@pytest.mark.parametrize("size", [20_000])
def test_hostile_texts_are_compared_in_bounded_time(size: int) -> None:
    """Repeated words, and words that come once in either order, are what makes others quadratic."""
    rng = random.Random(1)
    shuffled = [f"w{number}" for number in range(size)]
    rng.shuffle(shuffled)
    pairs = [
        (["a " * size], ["a b " * size]),
        ([" ".join(f"w{number}" for number in range(size))], [" ".join(shuffled)]),
        (["a"] * size, ["a", "b"] * size),
        ([f"line {number}" for number in range(size)], [f"line {size - number}" for number in range(size)]),
    ]
    for old, new in pairs:
        start = time.process_time()
        compare(old, new)
        assert time.process_time() - start < 10
