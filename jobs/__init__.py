"""Long work as rows: lease, progress, error, result, sweeper."""
