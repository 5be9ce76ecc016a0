"""Lists of feeds, in and out."""

from __future__ import annotations

import pytest

from reader.sources.subscriptions import Imported, NotAList, Subscription, read_subscriptions, write_opml


def imported(data: str | bytes) -> Imported:
    read = read_subscriptions(data.encode() if isinstance(data, str) else data)
    assert isinstance(read, Imported), read
    return read


def opml(body: str) -> str:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>{body}</body></opml>'


def test_folders_of_opml_are_kept() -> None:
    read = imported(
        opml(
            '<outline text="Rights"><outline text="Asia"><outline text="A" xmlUrl="https://a.example/"/></outline>'
            '<outline title="B &amp; Co" text="b" xmlUrl="https://b.example/"/></outline>'
            '<outline XMLURL="https://c.example/" />'
        )
    )
    assert read.subscriptions == (
        Subscription("https://a.example/", "A", folders=("Rights", "Asia")),
        Subscription("https://b.example/", "B & Co", folders=("Rights",)),
        Subscription("https://c.example/"),
    )


def test_what_is_written_is_read_again() -> None:
    feeds = (
        Subscription('https://a.example/?x=1&y="2"<\'>', 'A "quoted" & <odd> title', "asia"),
        Subscription("https://b.example/", ""),
        Subscription("https://c.example/", "Заявления \x1b[31m", ""),
    )
    read = imported(write_opml(feeds, 'My "feeds" & more'))
    assert [feed.address for feed in read.subscriptions] == [feed.address for feed in feeds]
    assert [feed.title for feed in read.subscriptions] == [feeds[0].title, feeds[1].address, "Заявления [31m"]
    assert [feed.region for feed in read.subscriptions] == ["asia", "", ""]


def test_a_feed_named_twice_is_one() -> None:
    assert len(imported(opml('<outline xmlUrl="https://a.example/"/>' * 3)).subscriptions) == 1


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/hostname",
        "exec:id",
        "|id",
        "-rf",
        " ",
        "ftp://x/",
        "http://169.254.169.254/x",
    ],
)
def test_only_addresses_of_the_web_are_taken_over(address: str) -> None:
    read = imported(opml(f'<outline text="t" xmlUrl="{address}"/>'))
    assert read.subscriptions == ()
    assert read.skipped[0].text == "t"


def test_feed_addresses_are_made_plain() -> None:
    read = imported(opml('<outline xmlUrl="feed:https://a.example/"/><outline xmlUrl="feed://b.example/"/>'))
    assert [feed.address for feed in read.subscriptions] == ["https://a.example/", "http://b.example/"]


def test_lists_that_a_list_names_are_not_followed() -> None:
    read = imported(opml('<outline type="include" url="http://127.0.0.1:9/x" text="i"/>'))
    assert read.subscriptions == ()
    assert "imported by itself" in read.skipped[0].reason


def test_damaged_opml_is_mended() -> None:
    read = imported(
        '<opml><body><outline text="A & B" xmlUrl="https://a.example/?x&y"><outline xmlUrl="https://b.example"/>'
    )
    assert [feed.title for feed in read.subscriptions] == ["A & B", ""]


def test_entities_of_a_list_are_not_followed(time_limit: None) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    read = imported(
        f'<!DOCTYPE opml [<!ENTITY a0 "x">{bomb}]>' + opml('<outline text="&a9;" xmlUrl="https://a.example/"/>')
    )
    assert len(read.subscriptions[0].title) < 20


def test_newsboats_lines_are_read() -> None:
    read = imported(
        '# mine\n\nhttps://a.example/f press "two words" "~A \'title\'"\n'
        'https://b.example/ !\n"query:new:unread = \\"yes\\""\nfilter:grep -v x:http://c.example/\nexec:date\n'
        "https://d.example/ 'unbalanced\n"
    )
    assert read.subscriptions == (
        Subscription("https://a.example/f", "A 'title'", folders=("press", "two words")),
        Subscription("https://b.example/"),
        Subscription("https://d.example/", folders=("'unbalanced",)),
    )
    assert [line.reason.split()[0] for line in read.skipped] == ["is", "runs", "runs"]


@pytest.mark.parametrize("data", [b"", b" \n", b"<rss/>", b"<html><body>", b"# nothing\n"])
def test_what_is_no_list_is_told(data: bytes) -> None:
    assert isinstance(read_subscriptions(data), NotAList)


def test_a_list_of_fifty_thousand_is_read(time_limit: None) -> None:
    body = "".join(f'<outline text="f{n}" xmlUrl="https://f{n}.example/"/>' for n in range(50_000))
    assert len(imported(opml(body)).subscriptions) == 50_000
