#!/usr/bin/python3
"""Reads posts and thread rows from saved MyBB pages with lxml or BeautifulSoup, as a peer of Aftershock's own reader.

Usage: mybb_pages.py DIR --parser lxml|bs4 [--kinds thread,forum] [--rounds N] [--fields FILE]

DIR holds pages, plain or gzip, and manifest.jsonl. What is timed is parsing and extraction of pages in memory. Turning
the words of a date into a time and folding white space are not timed here: Aftershock's reader does the first within
its time, so this is in the peers' favour. Prints one line of JSON.
"""
import argparse
import gzip
import json
import math
import re
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

POSTS = re.compile(r"Posts:\s*([\d,]+)")
JOINED = re.compile(r"Joined:\s*([A-Za-z]{3} \d{4})")
SMILIES = {
    "Smile": ":)", "Wink": ";)", "Cool": ":cool:", "Big Grin": ":D", "Tongue": ":P", "Rolleyes": ":rolleyes:", "Shy": ":shy:", "Sad": ":(",
    "At": ":at:", "Angel": ":angel:", "Angry": ":@", "Blush": ":blush:", "Confused": ":s", "Dodgy": ":dodgy:", "Exclamation": ":exclamation:",
    "Heart": ":heart:", "Huh": ":huh:", "Idea": ":idea:", "Sleepy": ":sleepy:", "Undecided": ":-/", "Cry": ":cry:", "Sick": ":sick:",
    "Arrow": ":arrow:", "My": ":my:",
}


def number(text):
    text = text.strip().replace(",", "")
    return int(text) if text.isdigit() else None


def figures(statistics):
    """Posts and the words of the join date, from what stands below an author's name."""
    posts, joined = POSTS.search(statistics), JOINED.search(statistics)
    return number(posts[1]) if posts else None, joined[1] if joined else None


def picture(alt, classes, address):
    if "smilie" in classes:
        return SMILIES.get(alt, alt)
    return address if "mycode_img" in classes and address.startswith("http") else alt


def lxml_reader():
    from lxml import etree, html

    def has(name):
        return f'contains(concat(" ", normalize-space(@class), " "), " {name} ")'

    parser = html.HTMLParser(encoding="utf-8")
    posts = etree.XPath(f'//div[starts-with(@id, "post_") and {has("post")}]')
    author = etree.XPath(f'string((.//span[{has("largetext")}])[1])')
    statistics = etree.XPath(f'string((.//div[{has("author_statistics")}])[1])')
    date = etree.XPath(f'(.//span[{has("post_date")}])[1]')
    shown = etree.XPath(f'.//text()[not(ancestor::span[{has("post_edit")}])]')
    hover = etree.XPath(f'string((.//span[@title and not(ancestor::span[{has("post_edit")}])])[1]/@title)')
    body = etree.XPath(f'(.//div[{has("post_body")}])[1]')
    dropped = etree.XPath(f'.//blockquote/cite | .//div[{has("codeblock")}]/div[{has("title")}] | .//fieldset | .//script | .//style')
    pictures = etree.XPath(".//img")
    breaks = etree.XPath(".//br | .//hr | .//div | .//blockquote | .//p | .//ul | .//ol | .//li | .//pre | .//table | .//tr | .//td | .//th | .//center")
    rows = etree.XPath(f'//tr[{has("inline_row")}]')
    subject = etree.XPath('(.//span[starts-with(@id, "tid_")])[1]')
    starter = etree.XPath(f'string((.//span[{has("author")}])[1])')
    replies = etree.XPath('(.//a[contains(@href, "whoposted")])[1]')
    views = etree.XPath("string(ancestor::td[1]/following-sibling::td[1])")

    def text_of(element):
        for gone in dropped(element):
            gone.drop_tree()
        for image in pictures(element):
            image.tail = picture(image.get("alt", ""), image.get("class", ""), image.get("src", "")) + (image.tail or "")
        for mark in breaks(element):
            mark.tail = "\n" + (mark.tail or "")
            if mark.text:
                mark.text = "\n" + mark.text
        return element.text_content()

    def read(content, kind):
        document = html.document_fromstring(content, parser=parser)
        found = []
        if kind == "forum":
            for row in rows(document):
                subjects = subject(row)
                if not subjects:
                    continue
                counts = replies(row)
                found.append((
                    subjects[0].get("id")[4:], subjects[0].text_content(), starter(row),
                    number(counts[0].text_content()) if counts else None, number(views(counts[0])) if counts else None))
            return found
        for post in posts(document):
            dates = date(post)
            bodies = body(post)
            found.append((
                post.get("id")[5:], author(post), "".join(shown(dates[0])) if dates else "", hover(dates[0]) if dates else "",
                *figures(statistics(post)), text_of(bodies[0]) if bodies else ""))
        return found

    return read


def bs4_reader():
    from bs4 import BeautifulSoup

    post_id = re.compile(r"^post_\d+$")
    thread_id = re.compile(r"^tid_\d+$")
    whoposted = re.compile("whoposted")
    blocks = ["br", "hr", "div", "blockquote", "p", "ul", "ol", "li", "pre", "table", "tr", "td", "th", "center"]

    def text_of(element):
        for gone in element.find_all(["cite", "fieldset", "script", "style"]) + element.select("div.codeblock > div.title"):
            if gone.name != "cite" or gone.parent.name == "blockquote":
                gone.decompose()
        for image in element.find_all("img"):
            image.replace_with(picture(image.get("alt", ""), image.get("class", ()), image.get("src", "")))
        for mark in element.find_all(blocks):
            mark.insert_after("\n")
            if mark.contents:
                mark.insert(0, "\n")
        return element.get_text()

    def read(content, kind):
        document = BeautifulSoup(content, "lxml", from_encoding="utf-8")
        found = []
        if kind == "forum":
            for row in document.find_all("tr", class_="inline_row"):
                subject = row.find("span", id=thread_id)
                if subject is None:
                    continue
                starter = row.find("span", class_="author")
                replies = row.find("a", href=whoposted)
                views = replies.find_parent("td").find_next_sibling("td") if replies else None
                found.append((
                    subject["id"][4:], subject.get_text(), starter.get_text() if starter else "",
                    number(replies.get_text()) if replies else None, number(views.get_text()) if views else None))
            return found
        for post in document.find_all("div", id=post_id):
            author = post.find("span", class_="largetext")
            statistics = post.find("div", class_="author_statistics")
            date = post.find("span", class_="post_date")
            edit = date.find("span", class_="post_edit") if date else None
            if edit:
                edit.extract()
            hover = date.find("span", title=True) if date else None
            body = post.find("div", class_="post_body")
            found.append((
                post["id"][5:], author.get_text() if author else "", date.get_text() if date else "", hover["title"] if hover else "",
                *figures(statistics.get_text() if statistics else ""), text_of(body) if body else ""))
        return found

    return read


def load(folder, kinds):
    pages = []
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("kind") in kinds:
            content = (folder / entry["file"]).read_bytes()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            pages.append((entry["file"], entry["kind"], entry.get("captured_at") or entry.get("forum_time"), content))
    return pages


def fold(text):
    return " ".join(text.split()) or None


def published(shown, hover, captured):
    """The time that the words tell, as ISO 8601 cut to how finely they tell it. Not timed."""
    for words in (hover, shown):
        try:
            return datetime.strptime(words.strip(), "%m-%d-%Y, %I:%M %p").strftime("%Y-%m-%dT%H:%M:00Z")
        except ValueError:
            pass
    named = re.match(r"(Today|Yesterday), (\d\d:\d\d [AP]M)", shown.strip())
    if not named:
        return None
    day = datetime.fromisoformat(captured.replace("Z", "+00:00")) - timedelta(days=named[1] == "Yesterday")
    day = hover if re.fullmatch(r"\d\d-\d\d-\d{4}", hover) else day.strftime("%m-%d-%Y")
    return datetime.strptime(f"{day}, {named[2]}", "%m-%d-%Y, %I:%M %p").strftime("%Y-%m-%dT%H:%M:00Z")


def lines(pages, read):
    for file, kind, captured, content in pages:
        for found in read(content, kind):
            if kind == "forum":
                tid, title, author, replies, views = found
                if replies is None and views is None:
                    continue
                line = {"page": file, "tid": tid, "title": fold(title), "author": (fold(author) or "").rstrip(", ") or None, "replies": replies, "views": views}
            else:
                post, author, shown, hover, posts, joined, body = found
                line = {
                    "page": file, "post_id": post, "author": fold(author), "published_raw": fold(shown), "published_at": published(shown, hover, captured),
                    "joined": datetime.strptime(joined, "%b %Y").strftime("%Y-%m") if joined else None, "posts": posts, "body": fold(body) or "",
                }
            yield json.dumps(line, ensure_ascii=False)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--parser", choices=["lxml", "bs4"], required=True)
    arguments.add_argument("--kinds", default="thread,forum")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--fields", type=Path)
    given = arguments.parse_args()
    read = {"lxml": lxml_reader, "bs4": bs4_reader}[given.parser]()
    pages = load(given.folder, given.kinds.split(","))
    if given.fields:
        given.fields.write_text("".join(line + "\n" for line in sorted(lines(pages, read))), "utf-8")

    def one_pass():
        for _, kind, _, content in pages:
            read(content, kind)

    cpu_before, began = time.process_time(), time.perf_counter()
    one_pass()
    first = time.process_time() - cpu_before
    passes = max(1, math.ceil(0.6 / (time.perf_counter() - began)))
    cpu, wall = [], []
    for _ in range(given.rounds):
        cpu_before, began = time.process_time(), time.perf_counter()
        for _ in range(passes):
            one_pass()
        cpu.append((time.process_time() - cpu_before) / passes)
        wall.append((time.perf_counter() - began) / passes)
    json.dump({"pages": len(pages), "bytes": sum(len(p[3]) for p in pages), "cpu": cpu, "wall": wall, "first": first}, sys.stdout)
    print()


main()
