"""Tags: what browsers would show stays, what they would end is ended, and nothing takes more than linear time."""

from __future__ import annotations

import time

import pytest

from reader.extract.anatomy.markup import read_markup
from reader.extract.anatomy.tags import END, START, TEXT, Tag, attributes, nested, read_tags


def shown(page: str) -> list[str]:
    return [piece.text for piece in read_markup(read_tags(page), "https://example.org/").pieces]


def outline(page: str) -> str:
    """The nested tags as one line: "<p>a</p>"."""
    forms = {START: "<{0.name}>", END: "</{0.name}>", TEXT: "{0.written}"}
    return "".join(forms.get(tag.kind, "<{0.name}/>").format(tag) for tag in nested(read_tags(page)))


@pytest.mark.parametrize(
    ("page", "as_nested"),
    [
        ("<p>a<p>b<div>c", "<p>a</p><p>b</p><div>c</div>"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>d"),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>d"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<div><table><tr><td>a</div>b", "<div><table><tr><td>ab</td></tr></table></div>"),
        ("<head><title>t</title><p>a", "<head><title>t</title></head><p>a</p>"),
        ("<h2>a</h3>b", "<h2>a</h2>b"),
        ("a</i>b</div>c", "abc"),
        ("<p>a<b>b</p>c</b>", "<p>a<b>b</b></p>c"),
        ("a<br/>b<o:p/>c", "a<br/>b<o:p/>c"),
    ],
)
def test_implied_ends_are_put_where_browsers_put_them(page: str, as_nested: str) -> None:
    assert outline(page) == as_nested


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("1 < 2 and <3 hearts, a<!b and x</ y", ["1 < 2 and <3 hearts, a<!b and x</ y"]),
        ("<!-- not --><!DOCTYPE html><?xml version='1'?>said", ["said"]),
        ("<![CDATA[<p>said</p>]]>", ["said"]),
        ("<script>if (a < b) { '<p>no</p>' }</script>said", ["said"]),
        ("<p title='a > b' lang=it>said</p>", ["said"]),
        ('<p title="never closed>said</p><p>and more</p>', ["said", "and more"]),
        ('It was said <a href="https://example.org/so', ["It was said"]),
        ("<p>it&rsquo;s &amp;lt;said&#x2026;", ["it’s <said…"]),
        ("<pre>one line\nof two</pre>", ["one line", "of two"]),
        ("<title>t</title><textarea><p>no</textarea>said", ["said"]),
    ],
)
def test_text_survives_what_is_no_tag(page: str, lines: list[str]) -> None:
    assert shown(page) == lines


def test_of_two_attributes_of_one_name_the_first_counts() -> None:
    assert attributes(""" HREF="a&amp;b" class=c/d href='x' hidden data-x = "y" """) == {
        "href": "a&b",
        "class": "c/d",
        "hidden": "",
        "data-x": "y",
    }


def test_a_link_across_a_paragraph_ends_where_it_is_ended() -> None:
    found = read_markup(read_tags('<a href="/x"><p>linked</a> not linked</p>'), "https://example.org/").pieces[0]
    assert [found.text[link.start : link.end] for link in found.links] == ["linked"]


HOSTILE = [
    "<div>", "<b>", "<b><i><a href=x>", "<p>", "<table><tr><td>x", "<table><div>", "<a href=x>y", "<a><div></a>", "<a ",
    "<ul><li>", "<select><option>", "<svg><p>", "</p>", "<!--", "<!", "<![CDATA[", '<a b="', "<a b c d=e ", "&ampx;",
    "<title>", "<script>", "<p><button>", "<dd>q<dt>", "<x><y></x>", "<blockquote><b>", "<h1><h2>", "=' ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_as_much_takes_about_twice_as_long(piece: str) -> None:
    def taken(size: int) -> float:
        page = piece * (size // len(piece))
        best = 60.0
        for _ in range(3):
            started = time.process_time()
            read_markup(read_tags(page), "")
            best = min(best, time.process_time() - started)
        return best

    # Beyond the most tags that are read more text costs next to nothing; below it, four times as much costs four times.
    small, large = taken(25_000), taken(100_000)
    assert large < 9 * small + 0.02


def test_a_tag_of_very_many_attributes_is_read_in_no_time() -> None:
    page = "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">said</p>"
    started = time.process_time()
    assert shown(page) == ["said"]
    assert time.process_time() - started < 1


def test_no_text_is_lost_however_deep_it_lies() -> None:
    assert shown("<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>after</p>") == ["deep", "after"]


def test_tags_are_plain_values() -> None:
    assert read_tags("<P Class=x>a</P>") == [Tag(START, "p", " Class=x"), Tag(TEXT, "", "a"), Tag(END, "p", "")]
