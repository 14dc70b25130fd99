"""From an answer to an inspection policy and back: what to change, the changing, its journal, and whether it helped."""
