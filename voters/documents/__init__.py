"""Papers of the room, by typst."""

from voters.documents.receipt import ReceiptError, receipt_pdf, status_qr, status_url

__all__ = ["ReceiptError", "receipt_pdf", "status_qr", "status_url"]
