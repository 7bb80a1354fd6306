"""A site for each other generator: the same records, one theme that prints every field and the text, one list of all:
`peers.py WORK`, where the corpus lies in WORK/extrait."""

import pathlib
import sys

import records

HEAD = """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<title>TITLE</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Aller au contenu</a>
<header class="masthead"><p class="issuer">Organisation inventée</p>
<nav aria-label="Fil d’Ariane"><ol><li><a href="/">Activités de traitement</a></li></ol></nav></header>
<main id="main">
"""
FOOT = """</main>
<footer><p>Registre d’essai</p><address>Délégué à la protection des données <a href="mailto:dpo@example.org">dpo@example.org</a></address></footer>
</body>
</html>
"""
STYLE = "body { font: 16px/1.5 system-ui; max-width: 60rem; margin: auto } dt { font-weight: bold }\n"


def rows(language):
    """The particulars as a template: a row for each field that a record has."""
    out = ['<dl class="rows">']
    for key, heading, columns in records.FIELDS:
        if columns:
            head = "".join(f'<th scope="col">{column}</th>' for column in columns)
            cells = "".join(f"<td>{language.cell(column)}</td>" for column in columns)
            line = language.each(f"f_{key}", f"<tr>{cells}</tr>\n")
            value = f'<table aria-label="{heading}"><thead><tr>{head}</tr></thead><tbody>\n{line}</tbody></table>'
        elif key in records.LISTS:
            line = language.each(f"f_{key}", f"<li>{language.item}</li>\n")
            value = f'<ul class="list">\n{line}</ul>'
        else:
            value = language.field(f"f_{key}")
        row = f'<div class="row"><dt>{heading}</dt><dd>{value}</dd></div>\n'
        out.append(language.where(f"f_{key}", row, is_list=bool(columns) or key in records.LISTS))
    return "\n".join([*out, "</dl>"])


def page(language):
    content = f'<article>\n<h1>{language.title}</h1>\n{rows(language)}\n<section class="prose">\n{language.body}\n</section>\n</article>\n'
    return HEAD.replace("TITLE", language.title) + content + FOOT


def listing(language):
    line = (
        f'<li class="entry"><a href="{language.address}">{language.title}</a> <span>{language.field("f_reference")}</span> '
        f'<time>{language.field("f_updated")}</time></li>\n'
    )
    content = f'<h1>Activités de traitement</h1>\n<ul class="entries">\n{language.pages(line)}</ul>\n'
    return HEAD.replace("TITLE", "Activités de traitement") + content + FOOT


class GoTemplates:
    """Hugo's."""

    title, body, item, address = "{{ .Title }}", "{{ .Content }}", "{{ . }}", "{{ .RelPermalink }}"

    def field(self, key):
        return f"{{{{ .Params.{key} }}}}"

    def cell(self, column):
        return f"{{{{ .{column} }}}}"

    def each(self, key, line):
        return f"{{{{ range .Params.{key} }}}}{line}{{{{ end }}}}"

    def where(self, key, row, is_list):
        return f"{{{{ if .Params.{key} }}}}{row}{{{{ end }}}}"

    def pages(self, line):
        return f"{{{{ range site.RegularPages }}}}{line}{{{{ end }}}}"


class Mustache:
    """The language of blades."""

    title, body, item, address = "{{title}}", "{{{content}}}", "{{text}}", "{{permalink}}"

    def field(self, key):
        return f"{{{{{key}}}}}"

    cell = field

    def each(self, key, line):
        return f"{{{{#{key}}}}}{line}{{{{/{key}}}}}"

    def where(self, key, row, is_list):
        # A section over a list repeats its inside, so that a row around it can have no condition.
        return row if is_list else self.each(key, row)

    def pages(self, line):
        return self.each("pages", line)


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def hugo(folder, found):
    kinds = ["taxonomy", "term", "section", "RSS", "sitemap", "robotsTXT", "404"]
    site = {
        "hugo.toml": f'baseURL = "https://example.org/"\nlocale = "fr"\ntitle = "Registre"\ndisableKinds = {kinds}\n'
        "[markup.goldmark.extensions.typographer]\ndisable = true\n",
        "layouts/single.html": page(GoTemplates()),
        "layouts/home.html": listing(GoTemplates()),
        "content/_index.md": "---\ntitle: Registre\n---\n",
        "static/style.css": STYLE,
    }
    write(folder, site | {f"content/t/{record.name}.md": records.as_yaml(record) for record in found})


def blades(folder, found):
    site = {
        "Blades.toml": 'title = "Registre"\nurl = "https://example.org"\nsitemap = false\nrss = false\natom = false\n',
        "templates/page.html": page(Mustache()),
        "templates/index.html": listing(Mustache()),
        "content/index.toml": 'title = "Registre"\ntemplate = "index.html"\n',
        "assets/style.css": STYLE,
    }
    write(folder, site | {f"content/{record.name}.md": records.as_toml(record) for record in found})


work = pathlib.Path(sys.argv[1])
corpus = records.read(work / "extrait/content/registers/processing")
hugo(work / "hugo", corpus)
blades(work / "blades", corpus)
