"""Trains the block classifier, and measures it by cross-validation over sites. See README.md.

    python3 lab/blocks/train.py --bantin target/release/bantin --out src/read/page/blocks \\
        scrapinghub.jsonl wcxb-dev.jsonl

Each file has a JSON object a line: id, url, html, body (the truth).
"""
import argparse
import json
import os
import subprocess
import tempfile
from multiprocessing import Pool
from pathlib import Path
from urllib.parse import urlsplit

os.environ["OMP_NUM_THREADS"] = "1"
import lightgbm  # noqa: E402: it reads the variable above when it is loaded.
import numpy  # noqa: E402

import truth  # noqa: E402

FOLDS = 5
ROUNDS = 160
# Strongly regularised: there are fewer than a thousand pages, and what is to be learned must hold on others.
PARAMETERS = {
    "objective": "cross_entropy",
    "learning_rate": 0.09,
    "num_leaves": 16,
    "min_data_in_leaf": 150,
    "lambda_l2": 20,
    "feature_fraction": 0.12,
    "data_sample_strategy": "goss",
    "top_rate": 0.2,
    "other_rate": 0.1,
    "max_bin": 63,
    "force_col_wise": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}
# Pages of newspapers count so many times: they are what bantin reads.
NEWS = {"scrapinghub": 2.0}
# The same as in src/read/page/blocks/chosen.rs.
OF_BEST, LEAST_WORDS = 0.75, 8
UNIT = 10_000

pages = []


def site(page):
    """The site that pages must not be torn from: example.co.uk of www.example.co.uk."""
    labels = (urlsplit(page["url"]).hostname or page["id"]).lower().split(".")
    second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if second_level else -2:])


def blocks(bantin, path, first=None):
    command = [*bantin, "blocks", str(path)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as scores:
        if first is not None:
            json.dump(first, scores)
            scores.flush()
            command += ["--first", scores.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            yield from map(json.loads, process.stdout)
    if process.returncode:
        raise SystemExit(f"{command} failed")


def rows_of(table, columns):
    return numpy.array(table["rows"], numpy.int16).reshape(len(table["texts"]), columns)


def load(bantin, paths):
    columns = None
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            known = {page["id"]: page for page in map(json.loads, lines)}
        for table in blocks(bantin, path):
            page = known[table["id"]]
            columns = table["columns"] or columns
            pages.append({
                "set": path.stem, "id": page["id"], "site": site(page), "body": page["body"], "texts": table["texts"],
                "rows": rows_of(table, len(columns)), "label": truth.labels(table["texts"], page["body"]),
                "words": numpy.array([len(truth.words(text)) for text in table["texts"]]),
            })
    sites = sorted({page["site"] for page in pages})
    numpy.random.RandomState(7).shuffle(sites)
    fold = {name: at % FOLDS for at, name in enumerate(sites)}
    for page in pages:
        page["fold"] = fold[page["site"]]
    return columns


def weight(page):
    """A page counts as one, and a block by its part of the page's truth."""
    whole = max(60, len(truth.words(page["body"])))
    return numpy.minimum((page["words"] + 2) / whole, 1) * NEWS.get(page["set"], 1)


def fit(key, without):
    chosen = [page for page in pages if page["fold"] not in without]
    weights = numpy.concatenate([weight(page) for page in chosen])
    data = lightgbm.Dataset(
        numpy.vstack([page[key] for page in chosen]).astype(numpy.float32),
        numpy.concatenate([page["label"] for page in chosen]),
        weight=weights * len(weights) / weights.sum(),
        params=PARAMETERS,
    )
    return lightgbm.train(PARAMETERS, data, ROUNDS)


def scores(model, key, fold):
    """By the page's position, for the pages of a fold."""
    found = {}
    for at, page in enumerate(pages):
        if page["fold"] == fold:
            rows = page[key].astype(numpy.float32)
            found[at] = model.predict(rows, num_threads=1) if len(rows) else numpy.zeros(0)
    return found


def first_look(without):
    """The scores of the first look of pages in the folds that its model hasn't seen."""
    model = fit("rows", without)
    return {(without, fold): scores(model, "rows", fold) for fold in without}


def second_look(fold):
    return scores(fit(f"rows_{fold}", (fold,)), f"rows_{fold}", fold)


def add_second_rows(bantin, paths, key, first):
    """`first` has a page's scores by its position."""
    said = {page["id"]: [round(float(score) * 1000) for score in first[at]] for at, page in enumerate(pages)}
    by_name = {(page["set"], page["id"]): page for page in pages}
    columns = None
    for path in paths:
        for table in blocks(bantin, path, said):
            columns = table["columns"] or columns
            by_name[path.stem, table["id"]][key] = rows_of(table, len(columns))
    return columns


def pick(page, score, enough, caption):
    """As src/read/page/blocks/chosen.rs does it."""
    long = score[page["words"] >= LEAST_WORDS]
    best = max(long if len(long) else score, default=0)
    said, text = set(), []
    for line, own, words, row in zip(page["texts"], score, page["words"], page["rows"]):
        if own < min(enough, best * OF_BEST) or row[caption] < 30:
            continue
        if words >= LEAST_WORDS:
            if line in said:
                continue
            said.add(line)
        text.append(line)
    return "\n".join(text)


def report(title, found, columns):
    caption = columns.index("inside.figcaption")
    print(title)
    for enough in (0.35, 0.4, 0.45, 0.5, 0.55):
        figures = []
        for name in sorted({page["set"] for page in pages}):
            of_set = [(pick(page, found[at], enough, caption), page["body"]) for at, page in enumerate(pages)
                      if page["set"] == name]
            figures.append("%s F1 %.4f (P %.4f R %.4f)" % (name, *truth.f1(of_set)))
        print(f"  from {enough}:", "  ".join(figures), flush=True)


def write(path, model, columns, about):
    """As src/read/page/blocks/forest.rs reads it."""
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"# {about}\ncolumns {' '.join(columns)}\n")
        for tree in model.dump_model()["tree_info"]:
            nodes = []

            def plant(node):
                at = len(nodes)
                nodes.append(None)
                if "leaf_value" in node:
                    nodes[at] = f"={round(node['leaf_value'] * UNIT)}"
                    return
                plant(node["left_child"])
                # Rows are whole numbers, so the threshold may be one.
                nodes[at] = f"{node['split_feature']}:{int(node['threshold'] // 1)}:{len(nodes)}"
                plant(node["right_child"])

            plant(tree["tree_structure"])
            out.write("tree " + " ".join(nodes) + "\n")


def example(bantin, path, first, second):
    """What the models say of a page's blocks, for the test that the program says the same."""
    page = {"id": "example", "url": "https://www.baovungcao.vn/pa-hu.htm", "html": path.read_text(encoding="utf-8")}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as pages_file:
        json.dump(page, pages_file)
        pages_file.flush()
        said = []
        for model in (first, second):
            given = {"example": said[0]} if said else None
            table = next(blocks(bantin, pages_file.name, given))
            rows = rows_of(table, len(table["columns"])).astype(numpy.float32)
            said.append([round(float(score) * 1000) for score in model.predict(rows)])
    lines = zip(table["texts"], *said)
    path.with_suffix(".scores.json").write_text(
        "[\n" + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n]\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bantin", required=True, help="the program, built for release")
    parser.add_argument("--out", required=True, type=Path, help="where the models go")
    parser.add_argument("--example", type=Path, help="a page whose blocks' scores are written beside it")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PAGES.jsonl")
    arguments = parser.parse_args()
    bantin = [arguments.bantin, "lab"]
    columns = load(bantin, arguments.paths)
    print(f"{len(pages)} pages of {len({page['site'] for page in pages})} sites, "
          f"{sum(len(page['texts']) for page in pages)} blocks, {len(columns)} columns", flush=True)

    # A page's first scores are by a model that has seen no page of its site; and where they are to train the second
    # look that is measured on a fold, none of that fold either.
    single = [(fold,) for fold in range(FOLDS)]
    double = [(one, other) for one in range(FOLDS) for other in range(one + 1, FOLDS)]
    first = {}
    with Pool(2) as pool:
        for found in pool.imap_unordered(first_look, single + double):
            first.update(found)
    alone = {at: score for fold in range(FOLDS) for at, score in first[(fold,), fold].items()}
    report("the first look alone, by cross-validation", alone, columns)
    for fold in range(FOLDS):
        of_others = dict(first[(fold,), fold])
        for other in range(FOLDS):
            if other != fold:
                of_others.update(first[tuple(sorted((fold, other))), other])
        add_second_rows(bantin, arguments.paths, f"rows_{fold}", of_others)
    second = {}
    with Pool(2) as pool:
        for found in pool.imap_unordered(second_look, range(FOLDS)):
            second.update(found)
    report("both looks, by cross-validation", second, columns)
    second_columns = add_second_rows(bantin, arguments.paths, "rows_all", alone)
    names = ", ".join(path.stem for path in arguments.paths)
    about = f"Trained by lab/blocks/train.py on {len(pages)} pages ({names}); see lab/blocks/README.md."
    models = fit("rows", ()), fit("rows_all", ())
    write(arguments.out / "first.model", models[0], columns, about)
    write(arguments.out / "second.model", models[1], second_columns, about)
    if arguments.example:
        example(bantin, arguments.example, *models)


if __name__ == "__main__":
    main()
