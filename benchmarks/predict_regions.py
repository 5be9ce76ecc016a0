"""Tell the countries and regions of the releases of a gold set: JSON Lines in, JSON Lines out.

python benchmarks/predict_regions.py ../shared/gold/regions/releases.jsonl > /tmp/predicted.jsonl
python ../shared/gold/regions/score_regions.py ../shared/gold/regions/releases.jsonl /tmp/predicted.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from reader.extract.anatomy import take_apart
from reader.extract.places import locate
from reader.regions import COUNTRIES, REGIONS
from reader.release import Entry, Form

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
    """Answer for one record of a gold set.

    {"id", "countries": [ISO 3166-1 alpha-3], "regions": [names], "regions_m49": [names]}
    """
    countries, areas = locate(take_apart(_entry(record)), ())
    codes = [country.code for country in countries]
    of_countries = {COUNTRIES[code].region for code in codes}
    named = [area.region for area in areas if area.region != "global"]
    m49 = [COUNTRIES[code].m49_region for code in codes]
    m49 += [M49_OF[region] for region in named if region not in of_countries]
    regions = [REGIONS[region] for region in named]
    return {"id": record["id"], "countries": codes, "regions": regions, "regions_m49": list(dict.fromkeys(m49))}


def _entry(record: dict[str, Any]) -> Entry:
    return Entry(
        key=record["id"],
        content=record["text"],
        form=Form.TEXT,
        url=record["url"],
        title=record["title"],
        organisation=record["org"],
        language=record["lang"],
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
