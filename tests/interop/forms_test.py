"""Tables as people's programs read them."""

import csv
import datetime
import json
import shutil
import unittest
from pathlib import Path

import openpyxl
from openpyxl.utils.escape import unescape

from site_of import AWKWARD, Site


def unescaped(text):
    """A value of a list, as it was before lists were joined."""
    plain, signs = "", iter(text)
    for sign in signs:
        plain += next(signs) if sign == "\\" else sign
    return plain


def undone(cell):
    return cell[1:] if cell.startswith("'") else cell


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = Site()
        cls.site.build()
        cls.folder = cls.site.folder("all")
        with open(cls.folder / "staff/register.csv", encoding="utf-8-sig", newline="") as file:
            cls.rows = list(csv.DictReader(file, delimiter=";"))
        cls.sheet = openpyxl.load_workbook(cls.folder / "staff/register.xlsx").active
        heads = [cell.value for cell in cls.sheet[1]]
        cls.cells = [dict(zip(heads, row)) for row in cls.sheet.iter_rows(min_row=2)]

    @classmethod
    def tearDownClass(cls):
        cls.site.remove()

    def test_every_sign_comes_back_from_csv(self):
        self.assertEqual([undone(row["reference"]) for row in self.rows], [text.rstrip() for text in AWKWARD])
        for row, text in zip(self.rows, AWKWARD):
            labels = [unescaped(value) for value in undone(row["purposes.label"]).split(" | ")]
            self.assertEqual(labels, [text.rstrip(), "second"])
            self.assertEqual(row["purposes.legal_basis"].split(" | "), ["contract", ""])

    def test_no_cell_of_csv_is_run(self):
        for row in self.rows:
            for cell in row.values():
                self.assertNotIn(cell[:1], list("=+-@\t\r\n"))

    def test_csv_holds_what_extract_json_holds(self):
        extract = json.loads((self.folder / "extract.json").read_text(encoding="utf-8"))
        items = extract["registers"][0]["items"]
        self.assertEqual([item["id"] for item in items], [row["id"] for row in self.rows])
        for item, row in zip(items, self.rows):
            self.assertEqual(undone(row["title"]), item["title"])
            self.assertEqual(row["updated"], item["fields"]["updated"])
            self.assertEqual(row["transfers.country"], "none")
            self.assertEqual(row["retention.active"], "P5Y | P1Y")
            self.assertEqual(row["retention.active.criterion"], "from the last contact | ")
            self.assertEqual(undone(row["controller.name"]), "=Town")

    def test_the_order_is_that_of_article_30(self):
        names = list(self.rows[0])
        order = ["id", "title", "status", "controller.name", "joint_controllers.name", "purposes.label", "data.category",
                 "recipients.name", "transfers.country", "retention.active", "security.type", "reference"]
        self.assertEqual(sorted(order, key=names.index), order)

    def test_every_text_comes_back_from_xlsx(self):
        for cells, text in zip(self.cells, AWKWARD):
            cell = cells["Reference"]
            self.assertEqual(cell.data_type, "s")
            # Lines of a cell end with U+000A.
            self.assertEqual(unescape(cell.value), text.rstrip().replace("\r\n", "\n"))

    def test_cells_have_types(self):
        first = self.cells[0]
        self.assertEqual(first["Last updated"].value, datetime.datetime(2098, 1, 2))
        self.assertTrue(first["Last updated"].is_date)
        self.assertIs(first["Automated decision-making or profiling"].value, True)
        self.assertEqual(first["Status"].value, "Published")
        self.assertFalse([cell for row in self.sheet.iter_rows() for cell in row if cell.data_type == "f"])

    def test_the_head_stays_in_sight_and_filters(self):
        self.assertEqual(self.sheet.freeze_panes, "C2")
        self.assertEqual(self.sheet.auto_filter.ref, self.sheet.dimensions)
        self.assertEqual(self.sheet.max_row, len(AWKWARD) + 1)

    def test_equal_content_gives_equal_bytes(self):
        before = (self.folder / "staff/register.xlsx").read_bytes()
        shutil.rmtree(Path(self.site.root) / "output")
        self.site.build("--jobs", "1")
        self.assertEqual((self.folder / "staff/register.xlsx").read_bytes(), before)
