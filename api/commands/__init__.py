"""One file per command: reads, decides, prints, and returns the exit code."""
