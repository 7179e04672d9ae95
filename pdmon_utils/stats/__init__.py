"""Statistics on arrays of numbers: pure functions, no frames, no words; sources in the docstrings."""
