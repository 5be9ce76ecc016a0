"""Saved releases and feed files to entries."""

from __future__ import annotations

import os
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from reader.release import Entry, Form, Label
from reader.sources.files import Found, Unreadable, find, read, read_bytes

FEEDS = Path(__file__).parent / "data" / "feeds"
SAMPLE = Path(__file__).parents[3] / "shared" / "sample" / "un-press-china.txt"

PAGE = """<!DOCTYPE html>
<!-- saved from url=(0039)https://ridge.example/news/two?a=1&amp;b=2 -->
<html lang="en"><head><title>Ridge Monitor</title><base href="/static/">
<link rel="canonical" href="https://ridge.example/news/two"></head>
<body><h1>Two wardens held</h1><p>Both were freed by night.</p></body></html>"""


def one(found: Found | Unreadable) -> Entry:
    assert isinstance(found, Found), found
    assert len(found.entries) == 1
    return found.entries[0]


def save(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problem(found: Found | Unreadable) -> str:
    assert isinstance(found, Unreadable)
    return found.reason


# What a file is.


def test_a_saved_page_knows_where_it_came_from(tmp_path: Path) -> None:
    path = save(tmp_path, "two.html", PAGE)
    entry = one(read(path))
    assert entry.form is Form.PAGE
    assert entry.url == "https://ridge.example/news/two?a=1&b=2"
    assert entry.base == "https://ridge.example/static/"
    assert entry.key == str(path.resolve())
    assert "Both were freed" in entry.content


@pytest.mark.parametrize(
    "head",
    [
        '<link href="https://a.example/x" rel=canonical>',
        "<meta property='og:url' content='https://a.example/x'>",
        '<meta content="https://a.example/x" property="og:url"><link rel="canonical" href="javascript:alert(1)">',
    ],
)
def test_a_page_names_its_address_in_several_ways(head: str) -> None:
    assert one(read_bytes(f"<html><head>{head}</head></html>".encode(), "x.html")).url == "https://a.example/x"


def test_a_page_in_an_old_encoding_is_read() -> None:
    page = "<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><p>Заявление"
    assert "Заявление" in one(read_bytes(page.encode("cp1251"), "x.htm")).content


def test_plain_text_stays_as_it_is() -> None:
    entry = one(read_bytes("Title\n\n(Oslo) – “Yes.”\n".encode(), "x.txt"))
    assert (entry.form, entry.content) == (Form.TEXT, "Title\n\n(Oslo) – “Yes.”\n")


@pytest.mark.skipif(not SAMPLE.exists(), reason="the saved release is not beside the project")
def test_the_release_that_started_it_all_is_plain_text() -> None:
    entry = one(read(SAMPLE))
    assert entry.form is Form.TEXT
    assert entry.content == SAMPLE.read_text(encoding="utf-8")


def test_markdown_says_in_front_what_it_is() -> None:
    text = """---
title: "Lake: fishers heard"
date: 2026-04-02
link: https://lake.example/fishers
organisation: Lake Forum  # ours
tags: [Uganda, 'Fishing']
countries:
  - Uganda
  - Kenya
description: >
  They spoke
  for an hour.
nested:
  deeper: left out
---
# Lake

Text.
"""
    entry = one(read_bytes(text.encode(), "x.md"))
    assert entry.form is Form.MARKDOWN
    assert entry.content == "# Lake\n\nText.\n"
    assert (entry.title, entry.published, entry.url) == (
        "Lake: fishers heard",
        "2026-04-02",
        "https://lake.example/fishers",
    )
    assert (entry.organisation, entry.summary) == ("Lake Forum", "They spoke for an hour.")
    assert Label("tags", "Uganda") in entry.labels
    assert [label.term for label in entry.labels if label.scheme == "countries"] == ["Uganda", "Kenya"]


def test_markdown_with_toml_in_front() -> None:
    text = '+++\ntitle = "Strike ends"\ndate = 2026-04-02T10:00:00Z\n[taxonomies]\ntags = ["Chile"]\n+++\nText.\n'
    entry = one(read_bytes(text.encode(), "x.md"))
    assert (entry.title, entry.published) == ("Strike ends", "2026-04-02T10:00:00+00:00")
    assert entry.labels == (Label("tags", "Chile"),)
    assert entry.content == "Text.\n"


@pytest.mark.parametrize("text", ["---\n\nA rule, no front matter", "Plain.", "+++\nnot = = toml\n+++\nText"])
def test_markdown_without_front_matter_keeps_its_text(text: str) -> None:
    entry = one(read_bytes(text.encode(), "x.md"))
    assert entry.title == ""
    assert entry.content.endswith(text[-4:])


def a_message(html: str = "", text: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Delta Alliance <press@delta.example>"
    message["Subject"] = "Delta: the dykes “will hold”"
    message["Date"] = "Mon, 06 Apr 2026 09:00:00 +0200"
    message["Archived-At"] = "<https://delta.example/releases/9>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"Attached words", maintype="text", subtype="plain", filename="x.txt")
    return message


def test_mail_gives_its_html_and_headers() -> None:
    mail = a_message("<p>The dykes <b>will hold</b>, engineers say.</p>", "The dykes will hold.").as_bytes()
    entry = one(read_bytes(mail, "x.eml"))
    assert (entry.form, entry.title) == (Form.FRAGMENT, "Delta: the dykes “will hold”")
    assert (entry.organisation, entry.url) == ("Delta Alliance", "https://delta.example/releases/9")
    assert entry.published == "Mon, 06 Apr 2026 09:00:00 +0200"
    assert "<b>will hold</b>" in entry.content
    assert "Attached" not in entry.content


def test_mail_whose_html_says_little_gives_its_text() -> None:
    entry = one(read_bytes(a_message("<p>See text.</p>", "A long text. " * 20).as_bytes(), "x.eml"))
    assert entry.form is Form.TEXT
    assert entry.content.startswith("A long text.")


def test_a_sender_who_is_named_like_another_is_shown_by_address() -> None:
    mail = b'From: "press@delta.example" <other@else.example>\nSubject: x\nMessage-ID: <1@x>\n\nText'
    assert one(read_bytes(mail, "x.eml")).organisation == "other@else.example"


@pytest.mark.parametrize(
    "mail",
    [
        b"Subject: =?utf-7?B?K0FCcy0=?= =?bogus?Q?=1b?=\nContent-Type: text/plain; charset=utf-7\n\nText +ABs-",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nText\n" * 20_000 + b"--b--",
        b"Content-Transfer-Encoding: base64\n\n!!!!VGV4dA==A",
        b"Subject: " + b"S" * 1_000_000 + b"\n\nText",
    ],
    ids=["odd encodings", "many parts", "bad base64", "a long header"],
)
def test_odd_mail_gives_its_text(mail: bytes, time_limit: None) -> None:
    entry = one(read_bytes(mail, "x.eml"))
    assert "T" in entry.content
    assert len(entry.title) <= 1000


def test_mail_in_mail_without_end_is_told(time_limit: None) -> None:
    assert "mail" in problem(read_bytes(b"Content-Type: message/rfc822\n\n" * 5_000 + b"Text", "x.eml"))


def test_a_web_archive_gives_its_page() -> None:
    archive = b"""From: <Saved>
Snapshot-Content-Location: https://delta.example/page
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="edge"

--edge
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://delta.example/page

<html><head><base href=3D"https://delta.example/b/"></head><h1>D=C3=A9j=C3=A0</h1></html>
--edge
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--edge--
"""
    entry = one(read_bytes(archive, "x.mhtml"))
    assert (entry.form, entry.url) == (Form.PAGE, "https://delta.example/page")
    assert entry.base == "https://delta.example/b/"
    assert "<h1>Déjà</h1>" in entry.content
    assert one(read_bytes(archive)).content == entry.content


def test_a_feed_file_gives_its_entries() -> None:
    found = read(FEEDS / "rss2.xml")
    assert isinstance(found, Found)
    assert found.feed is not None
    assert found.feed.organisation == "Harbour Watch"
    assert found.entries[0].key == "harbour-17"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (PAGE.encode(), Form.PAGE),
        (a_message(text="Words").as_bytes(), Form.TEXT),
        (b"---\ntitle: T\n---\nText", Form.MARKDOWN),
        (b"# Heading\n\nText", Form.MARKDOWN),
        (b"Nairobi: three freed\n\nText", Form.TEXT),
        (b"{ not JSON }", Form.TEXT),
        ("\ufeffText".encode("utf-16"), Form.TEXT),
    ],
    ids=["page", "mail", "front matter", "heading", "text", "braces", "utf-16"],
)
def test_what_comes_without_a_name_is_told_by_its_beginning(data: bytes, form: Form) -> None:
    assert one(read_bytes(data)).form is form


def test_a_feed_that_comes_without_a_name_is_a_feed() -> None:
    for name in ("rss2.xml", "atom.xml", "jsonfeed.json"):
        found = read_bytes((FEEDS / name).read_bytes())
        assert isinstance(found, Found)
        assert found.feed is not None


def test_the_same_standard_input_has_the_same_key() -> None:
    first, again, other = (one(read_bytes(text)).key for text in (b"Text", b"Text", b"Text."))
    assert first == again != other
    assert first.startswith("-:")


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("x.html", b"%PDF-1.7 ...", "PDF"),
        ("x.txt", b"\x89PNG\r\n", "picture"),
        ("x", b"abc\0\0\0\0\0\0\0", "not text"),
        ("x.txt", b"", "empty"),
        ("x.md", b" \n\t\n", "empty"),
        ("x.xml", b"<svg/>", "not a feed"),
        ("x.mhtml", b"nothing of the kind", "web archive"),
        ("x.txt", b"a" * (16 * 2**20 + 1), "larger"),
    ],
    ids=lambda value: repr(value)[:12],
)
def test_what_is_no_release_is_told_in_words(name: str, data: bytes, word: str) -> None:
    assert word in problem(read_bytes(data, name))


# Which files there are.


def test_a_folder_is_walked_in_order_without_hidden_names_and_links(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/deep/d.eml", ".hidden/e.txt", ".f.txt", "g.exe", "h.TXT"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        save(tmp_path, name, "Text")
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / "folder.html").mkdir()
    found = [path.relative_to(tmp_path).as_posix() for path in find([tmp_path]) if isinstance(path, Path)]
    assert found == ["a.md", "b.txt", "h.TXT", "sub/c.html", "sub/deep/d.eml"]


def test_a_file_that_is_named_is_given_whatever_it_is_called(tmp_path: Path) -> None:
    named = [save(tmp_path, name, "Text") for name in ("-rf", ".hidden", "x.unknown")]
    assert list(find(named)) == named
    assert all(one(read(path)).content == "Text" for path in named)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    (missing,) = find([tmp_path / "missing.txt"])
    assert isinstance(missing, Unreadable)
    assert "no such file" in missing.reason
    assert "no such file" in problem(read(tmp_path / "missing.txt"))
    assert "ordinary" in problem(read(tmp_path))


def test_deep_folders_are_walked(tmp_path: Path) -> None:
    folders = [f"{tmp_path}{'/d' * depth}" for depth in range(1, 1100)]
    for folder in folders:
        os.mkdir(folder)
    saved = Path(folders[-1]) / "x.txt"
    saved.write_text("Text")
    assert list(find([tmp_path])) == [saved]
    saved.unlink()
    for folder in reversed(folders):
        os.rmdir(folder)


def test_only_ordinary_files_are_read(tmp_path: Path, time_limit: None) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "tty.html").symlink_to("/dev/null")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s.html"))
    assert all("ordinary" in problem(read(tmp_path / name)) for name in ("pipe.txt", "tty.html"))
    assert problem(read(tmp_path / "s.html"))
    assert list(find([tmp_path])) == []
    listening.close()


def test_a_name_in_odd_bytes_gives_a_key_that_is_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b.txt"))
    path.write_text("Text")
    one(read(path)).key.encode("utf-8")
