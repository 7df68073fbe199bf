"""How many articles a second datasketch's MinHash LSH takes in: for each, whom it is like, and then it is remembered.

    python3 lab/copies/pace.py ARTICLES.jsonl

Prints a JSON object: articles, seconds of processor time (of all threads) in parts, and how many had others like them."""

import json
import os
import re
import sys
import time
import unicodedata

# One core, as bantin has in benches/groups; numpy looks at these when it is imported.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import datasketch

THRESHOLD = 0.5
SHINGLE = 5
PERMUTATIONS = 128
WORD = re.compile(r"\w+")


def main(path):
    with open(path, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    index = datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    shingling = sketching = looking = 0.0
    found = 0
    for place, article in enumerate(articles):
        start = time.process_time()
        cut = shingles(article)
        cut_up = time.process_time()
        sketch = datasketch.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch(cut)
        sketched = time.process_time()
        found += bool(index.query(sketch))
        index.insert(place, sketch)
        looked = time.process_time()
        shingling += cut_up - start
        sketching += sketched - cut_up
        looking += looked - sketched
    said = {"articles": len(articles), "shingling": shingling, "sketching": sketching, "looking": looking}
    print(json.dumps({**said, "found": found, "version": datasketch.__version__}))


def shingles(article):
    """The distinct runs of so many folded words, of title, lead and body, as datasketch hashes them: bytes."""
    text = " ".join(article[field] or "" for field in ("title", "summary", "body"))
    words = WORD.findall(unicodedata.normalize("NFC", text).lower())
    runs = max(1, len(words) - SHINGLE + 1)
    return list({" ".join(words[at : at + SHINGLE]).encode() for at in range(runs)})


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
