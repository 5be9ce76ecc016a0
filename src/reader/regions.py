"""The seven regions by which releases are filtered."""

from __future__ import annotations

REGIONS = {
    "africa": "Africa",
    "americas": "Americas",
    "asia": "Asia",
    "europe": "Europe & Central Asia",
    "mena": "Middle East & North Africa",
    "usa": "United States",
    "global": "Global",
}
"""Key and name of each region, in the order of the screen: the scheme that Human Rights Watch files releases by."""
