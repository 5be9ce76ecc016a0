"""A walk along one index of the archive in the order of the list: what every filter comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.archive.rank import ID_BITS

IDS = (1 << ID_BITS) - 1
"""The bits of a rank that are its release's id."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The releases that a query asks for, as a walk along one index in the order of the list."""

    table: str
    column: str
    """The rank, in that table."""
    wheres: tuple[str, ...] = ()
    values: tuple[str | int, ...] = ()
    keys: tuple[int, ...] = ()
    """Sources that are walked at once: each is an index of its own, and the steps are merged."""

    def statement(
        self,
        what: str = "",
        *,
        below: int | None = None,
        above: int | None = None,
        lowest_first: bool = False,
        limit: int = -1,
        offset: int = 0,
    ) -> tuple[str, list[str | int]]:
        """The ranks, or `what` of them, highest first; only those below and above the given ranks."""
        bounds = [(sign, rank) for sign, rank in (("<", below), (">", above)) if rank is not None]
        order = "ASC" if lowest_first else "DESC"
        within = [f"rank {sign} {rank:d}" for sign, rank in bounds]
        table = self.table
        if self.keys:
            walks = [
                f"SELECT rank FROM listed WHERE {' AND '.join([f'source = {key:d}', *within])}" for key in self.keys
            ]
            # With a limit SQLite keeps the inner order, and merges; an outer ORDER BY would make it sort them all.
            table = table.format(walk=f"({' UNION '.join(walks)} ORDER BY rank {order} LIMIT -1)")
        wheres = [*self.wheres, *(f"{self.column} {sign} {rank:d}" for sign, rank in bounds)]
        where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
        is_ordered = self.keys or (what.startswith("count(") and limit < 0)
        ending = "" if is_ordered else f" ORDER BY {self.column} {order}"
        if limit >= 0:
            ending += f" LIMIT {limit:d} OFFSET {offset:d}"
        return f"SELECT {what or self.column} FROM {table}{where}{ending}", list(self.values)

    @property
    def sql(self) -> str:
        """The whole walk, highest rank first."""
        return self.statement()[0]

    def up_to(self, newest: int) -> Walk:
        """The same for releases that were there when `newest` was the highest id: a rank ends with its id."""
        return replace(self, wheres=(*self.wheres, f"({self.column} & {IDS:d}) <= {newest:d}"))

    def after(self, since: int) -> Walk:
        """The same for releases that came in after `since` was the highest id."""
        return replace(self, wheres=(*self.wheres, f"({self.column} & {IDS:d}) > {since:d}"))


EVERYTHING = Walk("release r", "r.rank")

UNREAD = Walk("release r", "r.rank", ("r.is_read = 0",))
