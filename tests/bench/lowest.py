"""The oldest version of each dependency that pyproject.toml allows, as constraints for pip."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def lowest(dependencies: Iterable[str]) -> Iterator[str]:
    """`httpx==0.28` for `httpx>=0.28`, with the marker where there is one."""
    for text in dependencies:
        wanted = Requirement(text)
        (bound,) = (each for each in wanted.specifier if each.operator == ">=")
        yield f"{wanted.name}=={bound.version}" + (f"; {wanted.marker}" if wanted.marker else "")


if __name__ == "__main__":
    print("\n".join(lowest(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])))
