"""What nutgraf's HTML pages share: colours, the head of a page, the parts of a line.

A page is one file that asks nothing of any other: its style stands in it, it has no script, and its policy forbids both
to text that got past the escaping. The hues are blue, orange and grey, which people with any of the common kinds of
colour blindness tell apart, and no label is told by its colour alone.
"""

from __future__ import annotations

from nutgraf.labels import LABELS
from nutgraf.reading.printable import escaped

#: Contrast with the page's background is at least 4.5 to 1 for every colour that carries text.
_COLOURS = """
:root{color-scheme:light dark;--page:#fff;--ink:#1c1e21;--faint:#65686c;--rule:#d8dadd;--mark:#8c1d40;
--body:#00609f;--boilerplate:#6a6d71;--promo:#ab4500;
--body-tint:#e8f2fa;--boilerplate-tint:#f2f3f4;--promo-tint:#fdf1e6}
@media (prefers-color-scheme:dark){:root{--page:#15171a;--ink:#e4e6e8;--faint:#9ba0a6;--rule:#3a3e43;--mark:#ff9db5;
--body:#74bdf2;--boilerplate:#a2a6ab;--promo:#f4a660;
--body-tint:#172733;--boilerplate-tint:#212428;--promo-tint:#35261a}}
"""

_COMMON = """
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2,h3{line-height:1.25;overflow-wrap:anywhere}
p{margin:0}
.faint{color:var(--faint)}
.tag{font-size:.72rem;letter-spacing:.02em;white-space:nowrap}
.tag.body{color:var(--body)}.tag.boilerplate{color:var(--boilerplate)}.tag.promo{color:var(--promo)}
.text{white-space:pre-line;overflow-wrap:anywhere}
.bar{display:inline-flex;width:4.5rem;height:.6rem;border-radius:2px;overflow:hidden;vertical-align:middle}
.bar i{display:block;height:100%}
.bar .body{background:var(--body)}.bar .boilerplate{background:var(--rule)}.bar .promo{background:var(--promo)}
summary{cursor:pointer}
@media print{body{max-width:none}details{break-inside:avoid}}
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def head(title: str, style: str) -> str:
    """The beginning of a page, up to its body's content."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_COLOURS}{_COMMON}{style}</style>\n</head>\n<body>\n"
    )


FOOT = "</body>\n</html>\n"


def scores_text(scores: tuple[float, ...]) -> str:
    """Probabilities in words, in the order of `LABELS`."""
    return ", ".join(f"{label.value} {score:.2f}" for label, score in zip(LABELS, scores, strict=True))


def scores_bar(scores: tuple[float, ...]) -> str:
    """Probabilities as a bar of three parts; decoration beside the words."""
    parts = "".join(
        f'<i class="{label.value}" style="width:{100 * score:.1f}%"></i>'
        for label, score in zip(LABELS, scores, strict=True)
    )
    return f'<span class="bar" aria-hidden="true">{parts}</span>'
