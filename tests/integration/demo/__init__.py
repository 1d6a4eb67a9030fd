"""The sample evidence: made, read back and placed."""
