"""A handover as a spreadsheet says what it says on paper, and no more of a secret case."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from console.pages import handover_words
from console.pages.handover_tables import tables
from console.table_files import write_tables
from db.domain.city import City
from db.domain.logbook import Entry, Kept, Receipt, digest_of
from tests.console.acted import BEGAN, BUDI, SITI
from tests.console.test_log_search import handed

DANGEROUS = '=HYPERLINK("http://x")'


@pytest.mark.parametrize("signed", [True, False])
def test_it_says_what_the_paper_says(qapp: QApplication, city: City, signed: bool) -> None:
    given = handed()
    entry = Entry("e-1", BEGAN, SITI, handover=given)
    took = Kept(Entry("e-2", BEGAN, BUDI, receipt=Receipt("e-1", digest_of(given), (), "Jelas")))
    receipt = took if signed else None
    said = [str(one) for table in tables(entry, receipt, city) for row in table.rows for one in row]
    paper = handover_words.paper(entry, receipt, city)
    for word in ("TNG-26-000012", "TNG-26-000013", "Pompa satu mati", "Diganti Sabtu", "Hujan"):
        assert word in paper
        assert any(word in one for one in said)
    assert ("Jelas" in said) == signed
    assert ("belum ditandatangani" in said) == (not signed)


def test_of_a_secret_case_the_number_alone(qapp: QApplication, city: City) -> None:
    cases = tables(Entry("e-1", BEGAN, SITI, handover=handed()), None, city)[1]
    (secret,) = [row for row in cases.rows if "TNG-26-000013" in row]
    assert secret[2:] == [None, "Kasus rahasia", None, None]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_remark_becomes_a_formula(
    qapp: QApplication, city: City, tmp_path: Path, form: str
) -> None:
    entry = Entry("e-1", BEGAN, SITI, handover=handed(remark=DANGEROUS))
    path = tmp_path / f"serah.{form}"
    write_tables(path, tables(entry, None, city))
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [cell for row in csv.reader(file) for cell in row if "HYPERLINK" in cell]
        assert found == [f"'{DANGEROUS}"]
    else:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        cells = [c for row in sheet for c in row if c.value == DANGEROUS]
        assert [cell.data_type for cell in cells] == ["s"]
