"""The commands as a user types them: what they print, and the code they leave."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from reader.archive import Archive
from reader.cli import command_help, main

RELEASE = """(Nairobi) – The river rose at night in Kenya, the River Ledger said on Friday.

“We lost the bridge before midnight,” said Akinyi Obuya, mayor of Kitui East. “Nobody had told us.”
"""

SAMPLE = Path(__file__).parents[2] / "shared" / "sample" / "un-press-china.txt"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with one saved release in it."""
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("READER_ARCHIVE", "READER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "river.txt").write_text(RELEASE)
    return tmp_path


def run(*arguments: str | Path, code: int = 0) -> None:
    try:
        left = main([str(each) for each in arguments])
    except SystemExit as end:
        left = int(str(end.code or 0))
    assert left == code


def out(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_importing_listing_and_showing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", home / "river.txt")
    assert out(capsys) == "1 new\n"
    run("import", home / "river.txt")
    assert out(capsys) == "nothing new\n"
    run("list", "region:africa", "bridge")
    assert "KEN" in out(capsys)
    run("list", "region:asia")
    assert out(capsys) == ""
    run("show", "77", code=1)
    assert "no release 77" in capsys.readouterr().err
    run("show", "1")
    shown = out(capsys)
    assert "Akinyi Obuya, mayor of Kitui East" in shown
    assert "Kenya: " in shown


def test_a_file_is_shown_without_being_stored(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("show", home / "river.txt", "--json")
    shown = json.loads(out(capsys))
    assert shown["schema"] == 1
    assert shown["dateline"]["place"] == "Nairobi"
    assert not list(home.glob("data/**/*.sqlite"))


def test_inspect_gives_everything_that_was_understood(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("inspect", home / "river.txt")
    found = json.loads(out(capsys))
    assert [(quote["text"], quote["speaker"]) for quote in found["quotes"]] == [
        ("We lost the bridge before midnight,", "Akinyi Obuya"),
        ("Nobody had told us.", "Akinyi Obuya"),
    ]
    block = found["blocks"][found["quotes"][0]["block"]]["text"]
    assert block[found["quotes"][0]["start"] : found["quotes"][0]["end"]] == "We lost the bridge before midnight,"
    assert [country["code"] for country in found["countries"]] == ["KEN"]
    assert found["countries"][0]["why"]
    fields = "title url organisation language published dateline embargo blocks quotes countries regions captions"
    assert {*fields.split(), "links", "contacts"} <= found.keys()


@pytest.mark.skipif(not SAMPLE.exists(), reason="../shared is not here")
def test_the_release_that_started_it_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("inspect", SAMPLE)
    found = json.loads(out(capsys))
    speech = [(quote["speaker"], quote["role"]) for quote in found["quotes"] if quote["kind"] == "speech"]
    assert speech == [("Kenneth Roth", "executive director of Human Rights Watch")] * 4
    assert [quote["text"] for quote in found["quotes"] if quote["kind"] != "speech"] == ["Human Rights Up Front"]
    assert [country["code"] for country in found["countries"]] == ["CHN"]
    assert [region["region"] for region in found["regions"]] == ["asia"]
    assert found["dateline"]["place"] == "New York"
    assert found["captions"][0]["credit"] == "© 2015 Reuters"
    assert found["captions"][0]["text"].startswith("Chinese President Xi Jinping (R)")
    whole = " ".join(block["text"] for block in found["blocks"])
    assert not [
        chrome for chrome in ("Skip to", "tax deductible", "Most Viewed", "Region / Country") if chrome in whole
    ]


def test_quotes_are_listed_across_releases(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", home / "river.txt")
    capsys.readouterr()
    run("quotes", "region:africa", "--speaker", "obuya", "--json")
    said = [json.loads(line) for line in out(capsys).splitlines()]
    assert [quote["text"] for quote in said] == ["We lost the bridge before midnight,", "Nobody had told us."]
    assert {quote["role"] for quote in said} == {"mayor of Kitui East"}
    run("quotes", "--csv")
    rows = list(csv.DictReader(out(capsys).splitlines()))
    assert rows[1]["speaker"] == "Akinyi Obuya"
    run("quotes", "--speaker", "nobody")
    assert out(capsys) == ""
    run("quotes")
    assert "— Akinyi Obuya, mayor of Kitui East" in out(capsys)


def test_rereading_says_what_it_did(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", home / "river.txt")
    capsys.readouterr()
    run("reread")
    assert out(capsys) == "0 of 1 releases were understood anew\n"


def test_standard_input_is_a_release(home: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "reader", "inspect", "-"], input=RELEASE, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["dateline"]["place"] == "Nairobi"


def test_without_a_terminal_a_plain_list_is_printed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home / "river.txt")
    assert "river rose at night" in out(capsys)
    run()
    assert "river rose at night" in out(capsys)


def test_with_no_archive_the_list_is_that_of_the_sample(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run()
    assert 40 <= len(out(capsys).splitlines()) <= 60


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["list"], 1, "no archive"),
        (["show", "77"], 1, "no archive"),
        (["show", "/nowhere/x.txt"], 1, "/nowhere/x.txt: there is no such file"),
        (["frobnicate", "--nonsense"], 2, "--nonsense"),
        (["list", "--nonsense"], 2, "--nonsense"),
        (["--config", "/nowhere/config.toml", "list"], 2, "/nowhere/config.toml"),
        (["add", "ftp://valley.example/feed"], 1, "ftp://valley.example/feed"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_line(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    run(*arguments, code=code)
    said = capsys.readouterr().err
    assert says in said
    assert said.startswith("reader: ")


def test_a_mistaken_query_is_pointed_at(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", home / "river.txt")
    capsys.readouterr()
    run("list", "flood region:asai", code=1)
    said = capsys.readouterr().err.splitlines()
    assert said[1] == "flood region:asai"
    assert said[2] == "      ^"
    assert said[3].endswith("did you mean region:asia?")


def test_some_files_bad_is_another_code_than_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", home / "river.txt", home / "none.txt", code=3)
    assert "none.txt: there is no such file" in capsys.readouterr().err
    run("import", home / "none.txt", code=1)
    assert out(capsys) == ""


def test_settings_are_written_once_and_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("config", "init")
    written = Path(out(capsys).strip())
    assert written.exists()
    run("config", "init", code=1)
    assert "nothing was changed" in capsys.readouterr().err
    run("config", "path")
    assert out(capsys).strip() == str(written)
    run("config", "show")
    assert out(capsys) == written.read_text()


def test_options_stand_before_or_after_the_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = home / "mine.sqlite"
    run("--archive", archive, "import", home / "river.txt")
    run("list", "--archive", archive)
    assert "river rose" in out(capsys)


def test_keys_are_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("keys")
    assert "next_quote" in out(capsys)


def test_no_command_loads_the_screen(home: Path) -> None:
    run("import", home / "river.txt")
    for command in (
        ["list"],
        ["show", "1"],
        ["inspect", str(home / "river.txt")],
        ["sources"],
        ["keys"],
        ["config", "show"],
    ):
        code = (
            "import sys; from reader.cli import main; main(sys.argv[1:]);"
            "print([name for name in ('textual', 'httpx2', 'rich.console') if name in sys.modules], file=sys.stderr)"
        )
        ran = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
        assert ran.stderr.strip() == "[]", command


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        (["list"], ("reader.query", "reader.release", "reader.regions", "json")),
        (["search", "river"], ("reader.release", "reader.regions", "json", "difflib", "reader.archive.scripts")),
        (["export", "--to", "-", "--format", "csv", "river"], ("textwrap", "html", "difflib", "reader.journal")),
    ],
)
def test_what_is_asked_often_loads_only_what_it_needs(
    home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], unwanted: tuple[str, ...]
) -> None:
    monkeypatch.setenv("READER_ARCHIVE", str(home / "archive.sqlite"))
    run("import", home / "river.txt")
    unwanted = (*unwanted, "platformdirs", "tempfile", "shutil", "reader.ui", "reader.extract", "reader.refresh")
    code = (
        "import sys; from reader.cli import main; main(sys.argv[1:]);"
        f"print([name for name in {unwanted} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    assert ran.stdout
    assert ran.stderr.strip() == "[]"


def test_settings_that_are_named_are_read_by_every_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = home / "broken.toml"
    broken.write_text("measure = ", encoding="utf-8")
    assert main(["--config", str(broken), "list"]) == 2
    assert "broken.toml" in capsys.readouterr().err


def test_a_closed_pipe_is_no_complaint(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "reader", "config", "show"],
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_every_command_is_described() -> None:
    assert {name for name, does in command_help() if does} >= {
        "add",
        "import",
        "refresh",
        "list",
        "show",
        "inspect",
        "sources",
        "keys",
        "config",
    }


FEED = """<rss version="2.0"><channel><title>Valley Ledger</title><item><guid>1</guid><title>A bridge is lost</title>
<description>The river rose at night in Kenya.</description></item></channel></rss>"""
PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>Home</body></html>'


@pytest.fixture
def server() -> Iterator[str]:
    """A page at / that names the feed at /feed.xml, on this machine; its address."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write((FEED if self.path == "/feed.xml" else PAGE).encode())

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()


def test_a_page_is_searched_for_its_feed(home: Path, capsys: pytest.CaptureFixture[str], server: str) -> None:
    run("add", f"{server}/")
    assert out(capsys) == "Valley Ledger: 1 feed added, 1 new\n"
    run("add", f"{server}/")
    assert out(capsys) == "Valley Ledger: nothing new\n"
    run("refresh")
    assert out(capsys) == "Valley Ledger: nothing new\nnothing new\n"
    run("sources", "--opml")
    assert f'xmlUrl="{server}/feed.xml"' in out(capsys)


def test_a_server_that_is_gone_is_told_by_the_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str], server: str
) -> None:
    run("add", f"{server}/feed.xml")
    with Archive.open(home / "data" / "release-reader" / "archive.sqlite") as archive:
        archive.update_source(archive.sources()[0].id, url="http://127.0.0.1:1/feed.xml")
    run("refresh", code=3)
    assert "no connection" in out(capsys)
    run("list")
    assert "A bridge is lost" in out(capsys)


def stored(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two releases: 1 of the river, and 2, newer, of a road."""
    (home / "road.txt").write_text(
        "A road\n\n(Lima) – The road to the river was closed in Peru on 3 May 2026, it said.\n"
    )
    run("import", home / "river.txt", home / "road.txt")
    capsys.readouterr()


def test_a_mistaken_query_is_pointed_at_with_what_may_be_meant(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    for command in (["list"], ["search"], ["quotes"], ["mark", "--read"], ["export", "--to", home / "out"]):
        run(*command, "bridge region:afrika", code=1)
        said = capsys.readouterr().err.splitlines()
        assert said[1:3] == ["bridge region:afrika", "       ^"]
        assert "did you mean region:africa?" in said[3]
    run("list", "--sort", "size", code=2)
    assert "date" in capsys.readouterr().err


def test_search_gives_what_has_the_words_most(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    run("search", "river")
    by_relevance = out(capsys)
    run("list", "river", "--sort", "relevance")
    assert out(capsys) == by_relevance
    assert len(by_relevance.splitlines()) == 2


def test_what_a_query_asks_for_is_marked_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    run("mark", "river", "--tag", "Ask again")
    assert out(capsys) == "2 tagged “Ask again”\n"
    run("mark", "country:kenya", "--read")
    run("mark", 'tag:"ask again"', "--read")
    assert out(capsys).splitlines() == ["1 marked read", "1 marked read; 1 were so already"]
    run("list", "is:unread")
    assert out(capsys) == ""
    run("list", "country:kenya")
    assert out(capsys).rstrip().endswith("[Ask again]")
    run("mark", "country:kenya", "--untag", "ask AGAIN")
    run("mark", "river", "--star")
    assert out(capsys).splitlines()[-1] == "2 starred"
    run("mark", "river", "--tag", " , ", code=1)
    assert "needs a name" in capsys.readouterr().err
    run("mark", "--read", code=2)


def test_a_note_is_written_and_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    run("note", "1", "Ask again\x1b[31m in June.")
    run("note", "1")
    assert out(capsys).splitlines()[-1] == "Ask again in June."
    run("show", "1")
    assert out(capsys).splitlines()[-1] == "Note: Ask again in June."
    run("list", "note:june")
    assert out(capsys).rstrip().endswith("(note)")
    run("note", "1", "")
    run("list", "has:note")
    assert out(capsys) == "there is no note now\n"
    run("note", "9", code=1)
    assert "no release 9" in capsys.readouterr().err


def test_a_search_is_saved_listed_with_its_counts_and_removed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    run("saved", "add", "Rivers", "river", "is:unread")
    run("mark", "country:kenya", "--read")
    capsys.readouterr()
    run("saved")
    assert out(capsys).split() == ["1", "of", "1", "Rivers:", "river", "is:unread"]
    run("saved", "rename", "Rivers", "Water")
    run("saved", "--json")
    assert '"name":"Water","query":"river is:unread","total":1,"unread":1' in out(capsys)
    run("saved", "remove", "Rivers", code=1)
    assert "no saved search “Rivers”" in capsys.readouterr().err
    run("saved", "remove", "Water")
    run("saved", "add", "Bad", "is:unred", code=1)
    assert "is:unread" in capsys.readouterr().err


def test_releases_are_exported_into_a_file_or_a_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored(home, capsys)
    run("export", "river", "--to", home / "all.json")
    assert len(json.loads((home / "all.json").read_text())) == 2
    run("export", "river", "--to", home / "all.json", code=1)
    assert "is there already" in capsys.readouterr().err
    run("export", "--to", home / "out", "--format", "txt")
    assert sorted(path.suffix for path in (home / "out").iterdir()) == [".txt", ".txt"]
    assert "2 releases written" in out(capsys)
    run("export", "--to", home / "out", "--format", "txt", code=3)
    assert "2 files were there already" in capsys.readouterr().err
    run("export", "country:kenya", "--to", "-", "--format", "ris")
    assert out(capsys).startswith("TY  - ELEC\n")


def test_what_was_exported_as_markdown_is_the_same_when_imported(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored(home, capsys)
    run("export", "country:kenya", "--to", home / "river.md")
    run("inspect", home / "river.md")
    again = json.loads(out(capsys).splitlines()[-1])
    run("show", "1", "--json")
    first = json.loads(out(capsys))
    assert [block["text"] for block in again["blocks"]][:1] == [block["text"] for block in first["blocks"]][:1]
    assert again["title"] == first["title"]
    assert [quote["speaker"] for quote in again["quotes"]] == [quote["speaker"] for quote in first["quotes"]]


def test_a_release_is_shown_whose_source_was_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged archive may hold a release that the list can't show."""
    saved = tmp_path / "saved.txt"
    saved.write_text("Lakes: Ferry Stopped\n\nThe ferry has been stopped for want of a rope.\n", encoding="utf-8")
    archive = tmp_path / "archive.sqlite"
    assert main(["import", "--archive", str(archive), str(saved)]) == 0
    with sqlite3.connect(archive) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM source")
    db.close()
    capsys.readouterr()
    assert main(["show", "--archive", str(archive), "1"]) == 0
    assert "for want of a rope" in capsys.readouterr().out
