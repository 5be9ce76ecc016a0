"""Which addresses a feed may lead to."""

from __future__ import annotations

import pytest

from reader.sources.reach import Reach, may_follow, reach_of


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("8.8.8.8", Reach.PUBLIC),
        ("2606:4700::1111", Reach.PUBLIC),
        ("127.0.0.1", Reach.LOOPBACK),
        ("127.8.8.8", Reach.LOOPBACK),
        ("0.0.0.0", Reach.LOOPBACK),
        ("::1", Reach.LOOPBACK),
        ("::", Reach.LOOPBACK),
        ("::ffff:127.0.0.1", Reach.LOOPBACK),
        ("10.1.2.3", Reach.PRIVATE),
        ("192.168.0.1", Reach.PRIVATE),
        ("100.64.0.1", Reach.PRIVATE),
        ("fd00::1", Reach.PRIVATE),
        ("::ffff:10.0.0.1", Reach.PRIVATE),
        ("64:ff9b::a00:1", Reach.PRIVATE),
        ("2002:a00:1::", Reach.PRIVATE),
        ("169.254.169.254", Reach.NOWHERE),
        ("fe80::1%eth0", Reach.NOWHERE),
        ("64:ff9b::a9fe:a9fe", Reach.NOWHERE),
        ("224.0.0.1", Reach.NOWHERE),
        ("255.255.255.255", Reach.NOWHERE),
    ],
)
def test_the_reach_of_an_address(address: str, reach: Reach) -> None:
    assert reach_of(address) is reach


def test_the_first_address_is_the_users_choice() -> None:
    assert all(may_follow(None, reach) for reach in (Reach.PUBLIC, Reach.PRIVATE, Reach.LOOPBACK))
    assert not may_follow(None, Reach.NOWHERE)


def test_a_public_feed_leads_to_public_addresses_only() -> None:
    assert [reach for reach in Reach if may_follow(Reach.PUBLIC, reach)] == [Reach.PUBLIC]


def test_a_feed_of_ones_own_network_stays_there_or_goes_public() -> None:
    assert [reach for reach in Reach if may_follow(Reach.PRIVATE, reach)] == [Reach.PUBLIC, Reach.PRIVATE]
    assert [reach for reach in Reach if may_follow(Reach.LOOPBACK, reach)] == [Reach.PUBLIC, Reach.LOOPBACK]
