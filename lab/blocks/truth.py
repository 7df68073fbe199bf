"""What a page's text is known to be: labels for its blocks, and scores for a choice of them.

The measure is that of the article-extraction-benchmark: precision and recall of four-word shingles, averaged over pages.
"""
import collections
import re

import numpy

SHINGLE = 4
WORD = re.compile(r"\w+")


def words(text):
    return WORD.findall(text or "")


def shingles(found):
    runs = range(max(1, len(found) - SHINGLE + 1)) if found else ()
    return collections.Counter(tuple(found[at:at + SHINGLE]) for at in runs)


def labels(texts, body):
    """For each block the share of its shingles that the truth has; short blocks by the company they keep."""
    truth = words(body)
    known = shingles(truth)
    lines = {tuple(words(line)) for line in body.split("\n")}
    runs = {tuple(truth[at:at + size]) for size in (1, 2, 3) for at in range(len(truth) - size + 1)}
    blocks = [words(text) for text in texts]
    label = numpy.zeros(len(blocks), numpy.float32)
    for at, block in enumerate(blocks):
        if len(block) >= SHINGLE:
            own = [tuple(block[i:i + SHINGLE]) for i in range(len(block) - SHINGLE + 1)]
            label[at] = sum(run in known for run in own) / len(own)
    solid = [at for at, block in enumerate(blocks) if len(block) >= 8 and label[at] > 0.6]
    first, last = (min(solid), max(solid)) if solid else (0, -1)
    near = numpy.zeros(len(blocks), bool)
    near[first:last + 1] = True
    for at in solid:
        near[max(0, at - 3):at + 4] = True
    for at, block in enumerate(blocks):
        if 0 < len(block) < SHINGLE and near[at]:
            if tuple(block) in lines:
                label[at] = 1
            elif tuple(block) in runs and first <= at <= last:
                before = blocks[at - 1][-3:] if at else []
                after = blocks[at + 1][:3] if at + 1 < len(blocks) else []
                own = shingles(before + block + after)
                label[at] = sum(run in known for run in own) / max(1, len(own))
        elif SHINGLE <= len(block) < 8 and not near[at] and tuple(block) not in lines:
            label[at] = 0
    _leave_out_copies(blocks, label, known)
    return label


def _leave_out_copies(blocks, label, known):
    """Of several copies of one text as many count as the truth has: those with the best company."""
    copies = collections.defaultdict(list)
    for at, block in enumerate(blocks):
        if len(block) >= SHINGLE and label[at] > 0.5:
            copies[tuple(block)].append(at)
    for block, places in copies.items():
        if len(places) < 2:
            continue
        count = max(1, min(known[run] for run in shingles(list(block))) if label[places[0]] == 1 else 1)

        def company(at):
            around = range(max(0, at - 4), min(len(blocks), at + 5))
            return -sum(label[other] * len(blocks[other]) for other in around if other not in places)

        for at in sorted(places, key=company)[count:]:
            label[at] = 0


def f1(found_and_true):
    """(F1, precision, recall) of pairs of found text and truth."""
    precisions, recalls = [], []
    for found, body in found_and_true:
        if not body:
            continue
        truth, found = shingles(words(body)), shingles(words(found))
        both = sum((truth & found).values())
        if found:
            precisions.append(both / sum(found.values()))
        recalls.append(both / sum(truth.values()))
    precision, recall = sum(precisions) / max(1, len(precisions)), sum(recalls) / max(1, len(recalls))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall
