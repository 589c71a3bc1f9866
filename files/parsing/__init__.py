"""What opens other people's files; runs in a child with limits, knows no portal."""
