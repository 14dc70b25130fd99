"""Does a domain bear the app's name? What a person typed, taken apart once, against the names of each domain.

Pure but for tables that are read once, when they are needed: `analyzer/knowledge/app_aliases.csv`, and the letters of
other scripts.
"""

from analyzer.names.affixes import program_of
from analyzer.names.app_name import AppName, Token, parse_app_name
from analyzer.names.matching import NAME_COUNTS, NO_MATCH, NameMatch, match_name

__all__ = ["NAME_COUNTS", "NO_MATCH", "AppName", "NameMatch", "Token", "match_name", "parse_app_name", "program_of"]
