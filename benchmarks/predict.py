"""Writes what the reader understands of a gold set, in the scorer's format, to standard output.

    python benchmarks/predict.py {releases|quotes|regions} GOLD.jsonl > predictions.jsonl

Every prediction goes through the same functions that the product uses. With --times it writes, instead, a JSON object:
the milliseconds of computing that each release took (median, 99th percentile), and the time to load the rules.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Predict = Callable[[Record], Record]

sys.path.insert(0, str(Path(__file__).parent))


def predictor(kind: str, gold: Path, oracle: bool = False) -> Predict:
    """The function that predicts one record of a gold file of this kind; `oracle` is what it is compared with."""
    module = importlib.import_module(f"predict_{kind}")
    predict: Callable[..., Record] = module.oracle if oracle else module.predict
    if kind == "releases":
        return lambda record: predict(record, gold.parent)
    return predict


def records(gold: Path) -> Iterator[Record]:
    """The records of a gold file, one a line."""
    with gold.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def times(kind: str, gold: Path, oracle: bool = False) -> Record:
    """How long the rules take to load, in milliseconds, and each release after that."""
    wanted = list(records(gold))
    started = time.process_time()
    predict = predictor(kind, gold, oracle)
    predict(wanted[0])
    loaded = time.process_time() - started
    taken = []
    for record in wanted:
        started = time.process_time()
        predict(record)
        taken.append(1000 * (time.process_time() - started))
    taken.sort()
    return {
        "load_ms": round(1000 * loaded, 1),
        "median_ms": round(statistics.median(taken), 2),
        "mean_ms": round(statistics.mean(taken), 2),
        "p99_ms": round(taken[int(0.99 * (len(taken) - 1))], 2),
    }


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("releases", "quotes", "regions"))
    parser.add_argument("gold", type=Path)
    parser.add_argument("--times", action="store_true", help="write how long it took, not what was found")
    parser.add_argument("--oracle", action="store_true", help="predict with trafilatura instead, for pages of releases")
    given = parser.parse_args(arguments)
    if given.times:
        print(json.dumps(times(given.kind, given.gold, given.oracle)))
        return 0
    predict = predictor(given.kind, given.gold, given.oracle)
    for record in records(given.gold):
        print(json.dumps(predict(record), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
