"""The one door for files: guarded readers in, exports and documents out."""
