"""The road in: what is fetched or imported is stored once, whole, and with what is wrong said in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakefetch import FakeFetch

from reader.archive import Archive, Listing, rows_of
from reader.query import Filter
from reader.refresh import Event, opml_of, refresh, releases_in, reread, sample_archive, subscribe, take_paths
from reader.release import Release
from reader.sources.fetch import Failed, Fetched
from reader.workers.pool import Pool

ADDRESS = "https://valley.example/feed.xml"
OTHER = "https://hills.example/feed.xml"
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)

ITEM = """<item><guid>{key}</guid><title>{title}</title><link>https://valley.example/{key}</link>
<pubDate>Fri, 01 May 2026 09:00:00 GMT</pubDate><description>{text}</description></item>"""


def a_feed(*items: tuple[str, str, str]) -> bytes:
    inside = "".join(ITEM.format(key=key, title=title, text=text) for key, title, text in items)
    return f"<rss version='2.0'><channel><title>Valley Ledger</title>{inside}</channel></rss>".encode()


RIVER = ("river", "Floods in Kenya", "The river rose at night in Kenya.")
ROAD = ("road", "A road is closed", "Lorries wait at the bridge.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite"


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool() as workers:
        yield workers


def run(
    path: Path, answers: dict[str, object], pool: Pool, only: list[int] | None = None, now: datetime = NOW
) -> list[Event]:
    told: list[Event] = []
    refresh(path, only or [], told.append, fetching=FakeFetch(answers), now=now, pool=pool)
    return told


def titles(path: Path, chosen: Filter | None = None) -> list[str]:
    with Archive.open(path) as archive:
        listing = archive.listing(chosen or Filter())
        assert isinstance(listing, Listing)
        return [headline.title for headline in listing.window(0, 100)]


def test_a_feed_refreshed_twice_is_stored_once(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "", "")])
    first = run(path, {ADDRESS: a_feed(RIVER, ROAD)}, pool)
    assert [event.event for event in first] == ["start", "source", "end"]
    assert (first[1].title, first[1].state, first[1].new) == ("Valley Ledger", "done", 2)
    second = run(path, {ADDRESS: a_feed(RIVER, ROAD)}, pool)
    assert (second[1].state, second[2].new) == ("unchanged", 0)
    third = run(path, {ADDRESS: a_feed(ROAD, RIVER)}, pool)
    assert (third[1].state, third[1].new, third[1].changed) == ("done", 0, 0)
    assert len(titles(path)) == 2


def test_an_edited_release_is_told_as_changed_and_both_texts_are_kept(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "", "")])
    run(path, {ADDRESS: a_feed(RIVER)}, pool)
    edited = run(path, {ADDRESS: a_feed((RIVER[0], RIVER[1], "The river fell."))}, pool)
    assert (edited[1].new, edited[1].changed) == (0, 1)
    with Archive.open(path) as archive:
        assert len(archive.history(1)) == 2


def test_one_feed_that_fails_stops_no_other_and_says_why(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", ""), (OTHER, "Hills", "")])
    told = run(path, {ADDRESS: Failed(ADDRESS, "refused by the server (403)", 403), OTHER: a_feed(RIVER)}, pool)
    states = {event.title: event.state for event in told if event.event == "source"}
    assert states == {"Valley": "failed", "Hills": "done"}
    assert told[-1].failed == 1
    with Archive.open(path) as archive:
        health = {row.title: row.health for row in archive.sources()}
    assert health["Valley"].startswith("refused by the server (403), next try ")
    assert health["Hills"] == ""


def test_a_server_that_asks_for_rest_gets_it(path: Path, pool: Pool) -> None:
    [source] = subscribe(path, [(ADDRESS, "Valley", "")])
    run(path, {ADDRESS: Failed(ADDRESS, "too many requests (429)", 429, 3600)}, pool)
    assert run(path, {ADDRESS: a_feed(RIVER)}, pool)[0].sources == 0
    assert run(path, {ADDRESS: a_feed(RIVER)}, pool, only=[source])[0].sources == 1


def test_a_feed_that_fails_rests_longer_each_time(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    now = NOW
    waits = []
    for _ in range(9):
        run(path, {ADDRESS: Failed(ADDRESS, "there is nothing at this address (404)", 404)}, pool, now=now)
        with Archive.open(path) as archive:
            again = datetime.fromisoformat(archive.sources()[0].next_check)
        assert run(path, {ADDRESS: a_feed(RIVER)}, pool, now=again - timedelta(seconds=1))[0].sources == 0
        waits.append((again - now).total_seconds())
        now = again
    assert waits[0] == 900
    assert waits == sorted(waits)
    assert waits[-1] == 86_400
    run(path, {ADDRESS: a_feed(RIVER)}, pool, now=now)
    with Archive.open(path) as archive:
        row = archive.sources()[0]
    assert (row.failures, row.next_check, row.health) == (0, "", "")


def test_with_no_network_no_feed_rests(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", ""), (OTHER, "Hills", "")])
    lost = {address: Failed(address, "no connection could be made") for address in (ADDRESS, OTHER)}
    assert run(path, lost, pool)[-1].failed == 2
    assert run(path, {**lost, OTHER: a_feed(RIVER)}, pool)[0].sources == 2
    assert run(path, lost, pool)[0].sources == 1, "the one that failed while the other answered"


def test_a_clock_that_was_wrong_does_not_keep_a_feed_away(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    later = NOW + timedelta(days=4000)
    run(path, {ADDRESS: Failed(ADDRESS, "busy", 503, 3600)}, pool, now=later)
    assert run(path, {ADDRESS: a_feed(RIVER)}, pool)[0].sources == 1


def test_a_release_that_is_taken_out_of_its_feed_is_marked_and_one_that_was_the_oldest_is_not(
    path: Path, pool: Pool
) -> None:
    def day(key: str, number: int) -> tuple[str, str, str]:
        return key, f"{key} {number}", f"Text of {key}."

    def dated(*keys: str) -> bytes:
        body = a_feed(*(day(key, 1) for key in keys)).decode()
        for key in keys:
            start = body.index(f"<guid>{key}")
            body = body[:start] + body[start:].replace("01 May", f"{ord(key) - 96:02} May", 1)
        return body.encode()

    subscribe(path, [(ADDRESS, "", "")])
    run(path, {ADDRESS: dated("d", "c", "b", "a")}, pool)
    run(path, {ADDRESS: dated("e", "d", "b")}, pool)
    assert titles(path, Filter(words="is:gone")) == ["c 1"]
    run(path, {ADDRESS: b"<rss><channel><title>V</title></channel></rss>"}, pool)
    assert titles(path, Filter(words="is:gone")) == ["c 1"]
    run(path, {ADDRESS: dated("e", "d", "c", "b")}, pool)
    assert titles(path, Filter(words="is:gone")) == []
    assert len(titles(path)) == 5


def test_a_feed_that_moves_for_good_is_followed_once_that_has_held(path: Path, pool: Pool) -> None:
    [source] = subscribe(path, [(ADDRESS, "Valley", "")])
    for number in range(3):
        body = a_feed((f"n{number}", f"News {number}", "The river rose."))
        answer = Fetched(address=ADDRESS, body=body, location=OTHER, moved_to=OTHER)
        with Archive.open(path) as archive:
            assert archive.sources()[0].url == ADDRESS
        run(path, {ADDRESS: answer}, pool)
        with Archive.open(path) as archive:
            assert f"moved to {OTHER}" in archive.sources()[0].health
    run(path, {OTHER: a_feed(RIVER)}, pool)
    with Archive.open(path) as archive:
        [row] = archive.sources()
        assert (row.url, row.health, row.total) == (OTHER, "", 4)
        assert archive.add_source("feed", ADDRESS) == source, "the old address is still known"


def test_what_a_feed_may_have_dropped_and_how_long_it_is_quiet_is_said(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    run(path, {ADDRESS: a_feed(RIVER)}, pool)
    newer = a_feed(ROAD).replace(b"01 May 2026", b"09 Oct 2026")
    run(path, {ADDRESS: newer}, pool)
    with Archive.open(path) as archive:
        assert "releases may have been missed" in archive.sources()[0].health
    run(path, {ADDRESS: newer}, pool, now=NOW + timedelta(days=61))
    with Archive.open(path) as archive:
        assert archive.sources()[0].health == "answers but nothing new for 61 days"


def test_a_server_that_says_for_ever_that_nothing_changed_is_asked_for_all_now_and_then(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    fetching = FakeFetch({ADDRESS: Fetched(address=ADDRESS, body=a_feed(RIVER), etag='"1"')})
    for days in (0, 1, 8):
        refresh(path, [], lambda event: None, fetching=fetching, now=NOW + timedelta(days=days), pool=pool)
    assert [request.etag for request in fetching.asked] == ["", '"1"', ""]


def test_a_feed_that_is_gone_for_good_is_switched_off(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    run(path, {ADDRESS: Failed(ADDRESS, "gone", 410)}, pool)
    assert run(path, {ADDRESS: a_feed(RIVER)}, pool)[0].sources == 0


def test_what_is_no_feed_is_said(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "Valley", "")])
    told = run(path, {ADDRESS: b"<html><body><p>Sign in to the network.</p></body></html>"}, pool)
    assert told[1].state == "failed"
    assert told[1].reason


def test_a_feeds_fixed_region_is_given_to_what_names_no_country(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "", "mena")])
    run(path, {ADDRESS: a_feed(ROAD)}, pool)
    assert titles(path, Filter(places=frozenset({"mena"}))) == ["A road is closed"]


def test_titles_of_feeds_are_cleaned(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "", "")])
    body = a_feed(RIVER).replace(
        b"Valley Ledger", "Valley \x1b]0;owned\x07 Led\u202eger".encode().replace(b"\x1b", b"&#x9b;")
    )
    run(path, {ADDRESS: body}, pool)
    with Archive.open(path) as archive:
        title = archive.sources()[0].title
    assert title.startswith("Valley")
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 or letter == "\u202e" for letter in title)


def test_a_folder_of_saved_releases_is_imported_once(path: Path, tmp_path: Path, pool: Pool) -> None:
    folder = tmp_path / "saved"
    (folder / "deeper").mkdir(parents=True)
    for number in range(120):
        place = folder / "deeper" if number % 2 else folder
        (place / f"{number}.txt").write_text(f"Release number {number}\n\nThe river rose at night, the mayor said.\n")
    (folder / "bad.html").write_bytes(b"")
    with Archive.open(path) as archive:
        outcome = take_paths(archive, [str(folder)], pool=pool)
        assert (outcome.stored.new, len(outcome.ids), len(outcome.problems)) == (120, 120, 1)
        assert "bad.html" in outcome.problems[0]
        again = take_paths(archive, [str(folder)], pool=pool)
        assert (again.stored.new, again.stored.changed, again.ids) == (0, 0, outcome.ids)
        assert archive.counts().total == 120


def test_lists_of_feeds_come_in_and_go_out(path: Path, tmp_path: Path, pool: Pool) -> None:
    urls = tmp_path / "urls"
    urls.write_text(f'{ADDRESS} "~Valley" africa\nquery:x:y\n{OTHER}\n')
    with Archive.open(path) as archive:
        outcome = take_paths(archive, [str(urls)], pool=pool)
        assert outcome.in_words() == "2 feeds added"
        assert len(outcome.problems) == 1
        exported = tmp_path / "feeds.opml"
        exported.write_text(opml_of(archive.sources()))
    with Archive.open(tmp_path / "second.sqlite") as second:
        assert take_paths(second, [str(exported)], pool=pool).feeds == 2
        assert {row.url for row in second.sources() if row.kind == "feed"} == {ADDRESS, OTHER}


def test_what_is_empty_leaves_no_source_behind(path: Path, pool: Pool) -> None:
    with Archive.open(path) as archive:
        take_paths(archive, ["/nowhere/none.txt"], pool=pool)
        assert archive.sources() == []


def test_a_missing_file_is_named(pool: Pool) -> None:
    assert list(releases_in(["/nowhere/none.txt"], pool)) == ["/nowhere/none.txt: there is no such file"]


def test_rereading_uses_the_stored_originals(path: Path, pool: Pool) -> None:
    subscribe(path, [(ADDRESS, "", "mena")])
    run(path, {ADDRESS: a_feed(RIVER, ROAD)}, pool)
    with Archive.open(path) as archive:
        nobody = rows_of(Release(title="Not understood"), 0)
        archive.understand_anew([(1, nobody), (2, nobody)])
        done: list[int] = []
        assert reread(archive, lambda progress: done.append(progress.done), pool) == 2
        assert reread(archive, pool=pool) == 0
        assert done == [2]
        assert [row.total for row in archive.sources()] == [2]
    assert "A road is closed" in titles(path, Filter(places=frozenset({"mena"})))


def test_the_sample_archive_is_made_once(tmp_path: Path, pool: Pool) -> None:
    path = sample_archive(tmp_path / "cache" / "sample.sqlite", pool)
    made = path.stat().st_mtime_ns
    assert sample_archive(path).stat().st_mtime_ns == made
    assert 40 <= len(titles(path)) <= 60
    with Archive.open(path) as archive:
        assert archive.listing(Filter()).window(0, 1)[0].published  # type: ignore[union-attr]
    assert [each.name for each in path.parent.iterdir() if each.name == path.name or "-" not in each.name] == [
        path.name
    ]
