"""What pages show and how: figures, dates, masks, badges; used by the `pd` tags."""
