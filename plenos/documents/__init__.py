"""Minutes and workbook of a period, both from one dataset (domain rule 20)."""

from plenos.documents.dataset import dataset
from plenos.documents.minutes import DocumentError, minutes_pdf
from plenos.documents.minutes_docx import minutes_docx
from plenos.documents.workbook import workbook_xlsx

__all__ = ["DocumentError", "dataset", "minutes_docx", "minutes_pdf", "workbook_xlsx"]
