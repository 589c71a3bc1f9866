"""Minutes and workbook of a period, both from one dataset (domain rule 20).

The Word document stands in `minutes_docx`, which is imported with its library when one
is made (ADR 0066).
"""

from plenos.documents.dataset import dataset
from plenos.documents.minutes import DocumentError, minutes_pdf
from plenos.documents.workbook import workbook_xlsx

__all__ = ["DocumentError", "dataset", "minutes_pdf", "workbook_xlsx"]
