"""Sheets in and out: CSV and XLSX."""

from palabre.kit.sheets.reading import read_table
from palabre.kit.sheets.table import Line, SheetError, Table, is_formula
from palabre.kit.sheets.writing import csv, xlsx

__all__ = ["Line", "SheetError", "Table", "csv", "is_formula", "read_table", "xlsx"]
