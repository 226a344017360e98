"""Who decides, and what was decided: the office's procedure around the analysis."""
