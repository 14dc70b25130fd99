"""python -m analyzer is pinscout."""

from analyzer.cli import main

main()
