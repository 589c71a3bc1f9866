"""Guarded readers: what a file is, and its rows in chunks that COPY can take."""

from files.readers.errors import FileRefused, refusal
from files.readers.recognise import Recognised, place_of, recognise
from files.readers.rows import Chunk, chunks, delimiter

__all__ = [
    "Chunk",
    "FileRefused",
    "Recognised",
    "chunks",
    "delimiter",
    "place_of",
    "recognise",
    "refusal",
]
