"""A figure that a notebook shows, also where nobody has switched matplotlib's own display on."""

from __future__ import annotations

import io

from matplotlib.figure import Figure


class ShownFigure(Figure):
    """As matplotlib's, made without pyplot, so that nothing keeps it alive."""

    def _repr_png_(self) -> bytes:
        content = io.BytesIO()
        self.savefig(content, format="png")
        return content.getvalue()
