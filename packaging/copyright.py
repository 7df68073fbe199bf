"""Prints the Debian package's copyright file: bantin's own licences, and those of all crates that are compiled into it,
with the texts that the crates bring, each once. See the format's description,
https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/.
"""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE")


def packages():
    """The crates in the program, by name and version; not what only builds or tests it."""
    command = ["cargo", "metadata", "--locked", "--format-version=1", "--filter-platform=x86_64-unknown-linux-gnu"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    by_id = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    found, waiting = set(), [root]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            is_in_program = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if is_in_program and dependency["pkg"] not in found:
                found.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    return sorted((by_id[id] for id in found), key=lambda package: (package["name"], package["version"]))


def texts(package):
    """The crate's files that say under which terms it may be copied."""
    folder = Path(package["manifest_path"]).parent
    named = {folder / package["license_file"]} if package["license_file"] else set()
    named |= {path for path in folder.iterdir() if path.name.upper().startswith(TEXTS) and path.is_file()}
    found = [path.read_text(encoding="utf-8", errors="replace").strip() for path in sorted(named)]
    # Debian has its text.
    return [text for text in found if "TERMS AND CONDITIONS FOR USE, REPRODUCTION" not in text]


def field(text):
    """A field's further lines: indented, with a dot for an empty one."""
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.expandtabs().splitlines())


def main():
    print("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
    print("Upstream-Name: bantin\n")
    print("Files: *\nCopyright: 2026 The bantin developers\nLicense: MIT or Apache-2.0\n")
    users = defaultdict(list)
    for package in packages():
        name = f"{package['name']} {package['version']}"
        authors = ", ".join(package["authors"]) or f"the authors of {package['name']}"
        licence = (package["license"] or "as its text says").replace("/", " OR ")
        print(f"Files: {package['name']}-{package['version']}/*\nCopyright: {authors}")
        print(f"License: {licence.replace(' OR ', ' or ').replace(' AND ', ' and ')}\n")
        for text in texts(package):
            users[text].append(name)
    print("License: MIT\n" + field((ROOT / "LICENSE-MIT").read_text().split("\n", 2)[2].strip()) + "\n")
    print("License: Apache-2.0\n On Debian systems, its text is in /usr/share/common-licenses/Apache-2.0.\n")
    for number, (text, names) in enumerate(sorted(users.items(), key=lambda item: item[1]), start=1):
        print(f"License: text-{number}\n The terms that come with {', '.join(names)}:\n .\n{field(text)}\n")


main()
