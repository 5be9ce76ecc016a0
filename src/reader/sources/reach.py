"""Which network addresses a fetch may connect to: a public feed leads to no machine of the user's own network."""

from __future__ import annotations

import ipaddress
from enum import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_WRAPPED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones (RFC 6052)."""


class Reach(StrEnum):
    """From where an address can be reached."""

    PUBLIC = "public"
    PRIVATE = "private"
    """A home's, an office's or a provider's own network."""
    LOOPBACK = "loopback"
    """This machine."""
    NOWHERE = "nowhere"
    """Link-local (cloud machines keep their credentials there), multicast, reserved: no feed lives there."""


def reach_of(address: str) -> Reach:
    """The reach of a numeric IPv4 or IPv6 address; raises ValueError where it is no address."""
    numeric = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    if numeric.is_loopback or numeric.is_unspecified:
        return Reach.LOOPBACK
    if numeric.is_link_local or numeric.is_multicast or numeric.is_reserved:
        return Reach.NOWHERE
    return Reach.PUBLIC if numeric.is_global else Reach.PRIVATE


def may_follow(first: Reach | None, reach: Reach) -> bool:
    """Whether a fetch whose first address had the reach `first` may go on to one of `reach`.

    The first address is the user's own choice and may be anywhere a feed can live; from there a hop may
    lead to the public, or stay where it is.
    """
    if reach is Reach.NOWHERE:
        return False
    return first is None or reach is Reach.PUBLIC or reach is first


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _WRAPPED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
