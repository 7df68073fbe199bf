"""Scores what is read of pages besides the text, beside trafilatura's metadata on the same pages.

    python3 lab/metadata/compare.py CORPUS/pages/wcxb-dev.jsonl.gz target/tmp/metadata-wcxb-dev.jsonl

The second file is written by the test `corpus_metadata` (see README.md). Every rule below is that test's."""

import gzip
import json
import re
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

import trafilatura

FIELDS = ("title", "date", "authors", "lead", "image", "canonical")


def main(corpus, found):
    with gzip.open(corpus, "rt") as lines:
        pages = [json.loads(line) for line in lines]
    with open(found) as lines:
        ours = {page["id"]: page for page in map(json.loads, lines)}
    theirs = {page["id"]: metadata(page) for page in pages}
    print(f"{len(pages)} pages, trafilatura {trafilatura.__version__}")
    print("| field | pages that have it | bantin: right | said where there is none | trafilatura: right | said where there is none |")
    print("|---|---|---|---|---|---|")
    for field in FIELDS:
        has = [page for page in pages if page.get(field)]
        if not has:
            continue
        cells = [field, str(len(has))]
        for program in (ours, theirs):
            count = Counter()
            for page in pages:
                said = program[page["id"]].get(field)
                if page.get(field):
                    count["right"] += is_right(field, page[field], said)
                elif said:
                    count["said"] += 1
            cells += [f"{count['right'] / len(has):.1%}", f"{count['said']} of {len(pages) - len(has)}"]
        print("| " + " | ".join(cells) + " |")


def metadata(page):
    document = trafilatura.extract_metadata(page["html"], default_url=page["url"] or None)
    said = document.as_dict() if document else {}
    names = {"lead": "description", "authors": "author", "canonical": "url"}
    return {field: said.get(names.get(field, field)) for field in FIELDS}


def is_right(field, truth, said):
    if not said:
        return False
    if field == "date":
        return is_at(truth, said)
    if field == "authors":
        return names(truth) == names(said)
    if field == "title":
        return plain(truth) == plain(said)
    if field == "lead":
        # An agency's name before it may be left out.
        return plain(said) in (plain(truth), plain(re.sub(r"^\([^)]*\) - ", "", truth)))
    return truth == said


def is_at(truth, said):
    """Where one of the two is a day, that is of the newsroom's zone, which nobody wrote down: California's to Sydney's."""
    if len(said) == len("2026-03-07"):
        return said == truth[: len(said)]
    said = datetime.fromisoformat(said)
    if len(truth) > len("2026-03-07"):
        return abs(datetime.fromisoformat(truth) - said) < timedelta(minutes=1)
    zones = (timezone(timedelta(hours=hours)) for hours in range(-8, 11))
    return any(said.astimezone(zone).date().isoformat() == truth for zone in zones)


def plain(text):
    """Lower case, single blanks, plain quotes."""
    text = re.sub("[‘’“”\"`]", "'", text.lower())
    return " ".join(re.sub("[–—]", "-", text).split())


def names(text):
    """A truth such as "Dylan Bailey, MS, RD and Ann Lee, Ph.D." names two: degrees are no names."""
    pieces = [piece.strip().removeprefix("and ") for piece in re.split(r"[,;&|/]| and ", text)]
    return {plain(piece) for piece in pieces if piece and not is_degree(piece)}


def is_degree(name):
    letters = [c for c in name if c.isascii() and c.isalnum()]
    return " " not in name and len(letters) <= 6 and sum(c.isupper() for c in letters) * 2 >= len(letters)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
