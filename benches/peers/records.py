"""The corpus's records, read once and brought into three forms that every template language can print: a text, a list of
texts, a table. Each generator then gets all of them, in the front matter that it reads."""

import json
import pathlib

import yaml

# Field, heading, and the columns of a table; None is a text or a list of texts.
FIELDS = [
    ("reference", "Référence", None),
    ("status", "Statut", None),
    ("purposes", "Finalités", ["label", "legal_basis"]),
    ("data_subjects", "Personnes concernées", ["category", "volume"]),
    ("data", "Données", ["category", "detail", "source"]),
    ("special", "Données particulières", ["category", "exception"]),
    ("recipients", "Destinataires", ["name", "type"]),
    ("transfers", "Transferts", ["country", "recipient", "safeguard"]),
    ("retention", "Conservation", ["data", "active", "fate"]),
    ("security", "Sécurité", ["type", "detail"]),
    ("rights", "Droits", ["name", "how", "text"]),
    ("automated_decision", "Décision automatisée", None),
    ("dpia", "Analyse d’impact", ["name", "value"]),
    ("assets", "Supports", None),
    ("processing_state", "État", None),
    ("documents", "Documents", ["title", "url"]),
    ("relations", "Voir aussi", None),
    ("tags", "Mots-clés", None),
    ("owner", "Service", None),
    ("created", "Créé le", None),
    ("updated", "Mis à jour le", None),
    ("reviewed", "Relu le", None),
    ("notes", "Notes", None),
]
LISTS = {"assets", "relations", "tags"}


class Record:
    """A record: the name of its file, its title, its fields in the order above, its Markdown."""

    def __init__(self, path):
        _, front, self.body = path.read_text(encoding="utf-8").split("---\n", 2)
        raw = yaml.load(front, Loader=yaml.CSafeLoader)
        self.name, self.title = path.stem, raw.pop("title")
        unknown = raw.keys() - {key for key, *_ in FIELDS}
        assert not unknown, f"the corpus has fields that peers would not get: {unknown}"
        # No generator has an own meaning for a key that begins so.
        self.fields = {f"f_{key}": form(key, raw[key], columns) for key, _, columns in FIELDS if key in raw}


def form(key, value, columns):
    """A value as a text, a list of texts or a list of rows with every column."""
    if columns is None:
        return [plain(one) for one in value] if key in LISTS else plain(value)
    if isinstance(value, dict):
        rows = [{"name": name, **(one if isinstance(one, dict) else {"value": one})} for name, one in value.items()]
    else:
        rows = value if isinstance(value, list) else [{columns[0]: value}]
    return [{column: plain(row.get(column, "")) for column in columns} for row in rows]


def plain(value):
    """A value in one line."""
    if isinstance(value, dict):
        return ", ".join(plain(one) for one in value.values())
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value).strip()


def quoted(value):
    """A text as YAML, TOML and JSON all read it."""
    return json.dumps(value, ensure_ascii=False)


def as_yaml(record):
    """Front matter for generators that read YAML."""
    lines = ["---", f"title: {quoted(record.title)}"]
    for key, value in record.fields.items():
        if isinstance(value, str):
            lines.append(f"{key}: {quoted(value)}")
            continue
        lines.append(f"{key}:")
        for one in value:
            row = one if isinstance(one, dict) else None
            cells = [f"{column}: {quoted(cell)}" for column, cell in row.items()] if row else [quoted(one)]
            lines += [("  - " if at == 0 else "    ") + cell for at, cell in enumerate(cells)]
    return "\n".join([*lines, "---", record.body])


def as_toml(record):
    """Front matter for blades. Its templates cannot print an item of a list of texts, so an item is a row of one cell."""

    def cell(value):
        if isinstance(value, list):
            return "[" + ", ".join(map(cell, value)) + "]"
        row = value if isinstance(value, dict) else {"text": value}
        return "{ " + ", ".join(f"{column} = {quoted(one)}" for column, one in row.items()) + " }"

    lines = ["+++", f"title = {quoted(record.title)}"]
    for key, value in record.fields.items():
        lines.append(f"{key} = {quoted(value) if isinstance(value, str) else cell(value)}")
    return "\n".join([*lines, "+++", record.body])


def read(folder):
    """Every record of a corpus, in order."""
    return [Record(path) for path in sorted(pathlib.Path(folder).glob("*.md"))]
