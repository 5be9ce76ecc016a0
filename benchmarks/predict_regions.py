"""Tell the countries and regions of the releases of a gold set: JSON Lines in, JSON Lines out.

python benchmarks/predict_regions.py ../shared/gold/regions/releases.jsonl > /tmp/predicted.jsonl
python ../shared/gold/regions/score_regions.py ../shared/gold/regions/releases.jsonl /tmp/predicted.jsonl --errors 20
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from reader.extract.clean import clean_line
from reader.extract.places import locate
from reader.regions import COUNTRIES, REGIONS
from reader.release import Block, BlockKind, Release

M49_OF = {
    "africa": "Africa",
    "americas": "Americas",
    "asia": "Asia",
    "europe": "Europe",
    "mena": "Asia",
    "usa": "Americas",
}
"""M49 region of each region that a release names without naming a country of it."""


def predict(record: dict[str, Any]) -> dict[str, Any]:
    """Answer for one record of a gold set: {"id", "countries": [ISO3], "regions": [names], "regions_m49": [names]}."""
    release = _release(record)
    countries, areas = locate(release, ())
    codes = [country.code for country in countries]
    of_countries = {COUNTRIES[code].region for code in codes}
    named = [area.region for area in areas if area.region != "global"]
    m49 = [COUNTRIES[code].m49_region for code in codes]
    m49 += [M49_OF[region] for region in named if region not in of_countries]
    regions = [REGIONS[region] for region in named]
    return {"id": record["id"], "countries": codes, "regions": regions, "regions_m49": list(dict.fromkeys(m49))}


def _release(record: dict[str, Any]) -> Release:
    paragraphs = [clean_line(part) for part in record["text"].split("\n\n")]
    blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs if paragraph)
    return Release(
        title=clean_line(record["title"]),
        url=record["url"],
        organisation=record["org"],
        language=record["lang"],
        blocks=blocks,
        lede=0 if blocks else -1,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="gold JSON Lines")
    parser.add_argument("--without-address", action="store_true", help="judge the words alone")
    arguments = parser.parse_args()
    with arguments.gold.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if arguments.without_address:
                record["url"] = ""
            sys.stdout.write(json.dumps(predict(record)) + "\n")


if __name__ == "__main__":
    main()
