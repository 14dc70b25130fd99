"""Bytes to lines: where they come from, who reads them, what need not be read, and what became of it."""
