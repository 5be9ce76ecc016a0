"""Invented hostile releases through the commands: nothing acts, nothing is carried out, nothing good is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from reader.cli import main
from reader.extract import understand
from reader.sources.feeds import Feed, read_feed

ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What no surface may have: C0 but newline and tab, C1, marks of direction, lone surrogates."""

SHARED = Path(__file__).parent.parent.parent / "shared" / "robust"

SEQUENCES = {
    "clears the screen": "\x1b[2J\x1b[H",
    "colours": "\x1b[31m",
    "sets the clipboard": "\x1b]52;c;aGVsbG8=\x07",
    "names a link": "\x1b]8;;file:///etc/hosts\x1b\\here\x1b]8;;\x1b\\",
    "draws pictures": "\x1bPq#0;2;0;0;0\x1b\\",
    "in one byte": "\x9b5n\x9d0;title\x9c",
    "never ends": "\x1b]0;title without an end",
    "resets": "\x1bc",
    "turns the line round": "\u202etxet\u2066",
    "rings and goes back": "\x07\x08\x08\x08",
    "returns and overwrites": "\rOVER\x0b\x0c",
    "ends a paste": "\x1b[201~",
}

GOOD = "<item><title>A good release</title><guid>good</guid><description>It stays.</description></item>"


def feed_of(item: str, title: str = "Invented Feed") -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{GOOD}{item}</channel></rss>"


def raw(text: str) -> str:
    return text


def twice(text: str) -> str:
    """As references within escaped HTML, which no check of the XML sees."""
    return "".join(f"&amp;#{ord(letter)};" for letter in text)


def once(text: str) -> str:
    return "".join(f"&#x{ord(letter):x};" for letter in text)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A command on an archive of its own; all that it says."""

    def command(*arguments: str) -> str:
        main(["--archive", str(tmp_path / "archive.sqlite"), *arguments])
        said = capsys.readouterr()
        return said.out + said.err

    return command


def test_no_control_sequence_reaches_any_command_or_export(tmp_path: Path, run: Callable[..., str]) -> None:
    items = ""
    for number, (name, sequence) in enumerate(SEQUENCES.items()):
        for written in (raw, once, twice):
            bad = written(sequence)
            items += (
                f"<item><title>T{number} {name} {bad}</title><guid>{written.__name__}{number}</guid>"
                f"<author>{bad}Ann</author><category>{bad}</category><pubDate>{bad}</pubDate>"
                f"<link>https://news.example/{bad}</link>"
                f"<description>&lt;p title='{bad}'&gt;“We {bad} saw it,” said Ann {bad} Lee.&lt;/p&gt;</description>"
                "</item>"
            )
    (tmp_path / "escapes.xml").write_text(feed_of(items, f"Feed {raw(SEQUENCES['colours'])}"), encoding="utf-8")
    page = {
        "title": "\x1b[2J",
        "content_text": "\x1b]0;x\x07 text \x9b5n",
        "id": "\x1b[1m",
        "url": "https://n.example/",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "\x1b[2J", "items": [page]}
    (tmp_path / "escapes.json").write_text(json.dumps(feed), encoding="utf-8")
    (tmp_path / "no\x1b[31mname.html").write_text("<h1>\x1b[2JPage</h1><p>Text \x9b5n here.</p>", encoding="utf-8")
    said = run("import", str(tmp_path))
    assert "0 new" not in said
    for ask in (["list"], ["list", "--json"], ["quotes"], ["quotes", "--csv"], ["sources"], ["sources", "--opml"]):
        said += run(*ask)
    ids = [json.loads(line)["id"] for line in run("list", "--json").splitlines()]
    assert len(ids) == 2 + 1 + len(SEQUENCES) * 3
    for release_id in (*ids[:6], ids[-1]):
        said += run("show", str(release_id)) + run("show", "--json", str(release_id))
    for form in ("md", "csv", "html", "bibtex"):
        said += run("export", "--format", form, "--to", str(tmp_path / form))
        said += "".join(file.read_text(encoding="utf-8") for file in (tmp_path / form).iterdir())
    assert [said[max(0, act.start() - 30) : act.end() + 10] for act in ACTS.finditer(said)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "<item><title>Bad &#0; &#xD800; &nosuch; reference</title><guid>bad</guid></item>",
        "<item><title>Unclosed <guid>bad</guid><description>text</item>",
        "<item><title>Raw \x01\x02 controls</title><guid>bad</guid></item>",
        "<item><x:y><title>An undeclared prefix</title><guid>bad</guid></x:y></item>",
        "<item><title>Nested</title><item><title>Inner</title></item></item>",
        "<item><description><![CDATA[never closed</description></item>",
        "<item " + "a='1' a='2' " * 3 + "><title>The same attribute twice</title></item>",
        "<item><title>" + "<b>" * 5000 + "deep</title></item>",
        "<item><title>Cut off in the middle",
    ],
)
def test_a_bad_release_costs_no_good_one(bad: str) -> None:
    feed = read_feed(feed_of(bad).encode(), "https://news.example/feed")
    assert isinstance(feed, Feed)
    assert "A good release" in [entry.title for entry in feed.entries]


def test_nothing_is_read_or_expanded_because_a_feed_says_so(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word", encoding="utf-8")
    declared = (
        f"<!DOCTYPE rss [<!ENTITY file SYSTEM '{secret.as_uri()}'><!ENTITY % more SYSTEM '{secret.as_uri()}'> %more;"
        "<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
    )
    item = "<item><title>&file;</title><guid>x</guid><description>&c;&c;&c;&c;</description></item>"
    feed = read_feed(feed_of(item).replace("<rss", f"{declared}<rss").encode(), "https://news.example/feed")
    assert isinstance(feed, Feed)
    said = "".join(f"{entry.title} {entry.content}" for entry in feed.entries)
    assert "secret word" not in said
    assert len(said) < 500


def test_titles_in_markup_of_other_programs_are_shown_letter_for_letter(
    tmp_path: Path, run: Callable[..., str]
) -> None:
    titles = [
        "[red]x[/red]",
        "[@click=app.quit]go[/]",
        "{{7*7}} ${HOME} %n",
        "[2024] UN: report [EN/RU]",
        "$primary \\[",
    ]
    items = "".join(
        f"<item><title>{escape(title)}</title><guid>{number}</guid></item>" for number, title in enumerate(titles)
    )
    (tmp_path / "feed.xml").write_text(feed_of(items), encoding="utf-8")
    run("import", str(tmp_path / "feed.xml"))
    shown = run("list")
    assert [title for title in titles if title not in shown] == []


SCRIPTS = {
    "arabic": "بيان: إطلاق سراح المحتجزين",
    "persian": "بیانیهٔ روزنامه‌نگاران",
    "hindi": "क्षत्रिय प्रेस विज्ञप्ति",
    "khmer": "សេចក្តីប្រកាសព័ត៌មាន",
    "thai": "แถลงการณ์ร่วมน้ำ",
    "chinese": "河流委员会的声明",
    "decomposed": "De\u0301claration d’e\u0301te\u0301",
    "emoji": "Family 👩‍👧‍👦 ✌🏽 statement",
}


def test_every_script_is_stored_listed_found_and_exported_letter_for_letter(
    tmp_path: Path, run: Callable[..., str]
) -> None:
    items = "".join(
        f"<item><title>{title}</title><guid>{name}</guid><description>{title}.</description></item>"
        for name, title in SCRIPTS.items()
    )
    (tmp_path / "feed.xml").write_text(feed_of(items), encoding="utf-8")
    run("import", str(tmp_path / "feed.xml"))
    listed = run("list")
    run("export", "--to", str(tmp_path / "all.json"))
    exported = (tmp_path / "all.json").read_text(encoding="utf-8")
    for title in SCRIPTS.values():
        assert title in listed
        assert title in exported
        assert title in run("list", f'"{title.split()[0]}"')


@pytest.mark.skipif(not SHARED.exists(), reason="the shared hostile inputs are not here")
def test_the_shared_hostile_feeds_are_read_and_nothing_good_is_lost() -> None:
    manifest = (SHARED / "hostile" / "manifest.jsonl").read_text(encoding="utf-8")
    lost, acting = [], []
    for one in map(json.loads, manifest.splitlines()):
        if one["kind"] != "http" or one["bytes"] > 20_000:
            continue
        checks = one["checks"]
        body = (SHARED / "hostile" / one["file"]).read_bytes()
        feed = read_feed(body, "https://news.example/feed", one["ctype"])
        entries = feed.entries if isinstance(feed, Feed) else ()
        if len(entries) < checks.get("items", 0) and not checks.get("may_refuse"):
            lost.append(one["id"])
        stored = "\n".join(entry.title + entry.content for entry in entries)
        lost += [f"{one['id']}: {text}" for text in checks.get("text_stored", ()) if text not in stored]
        for entry in entries[:2]:
            release = understand(entry)
            shown = "\n".join([release.title, release.url, *(block.text for block in release.blocks)])
            if ACTS.search(shown):
                acting.append(one["id"])
    assert lost == []
    assert acting == []
