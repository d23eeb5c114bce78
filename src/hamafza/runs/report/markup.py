"""Small pieces of HTML; every text is escaped here and nowhere else."""

from collections.abc import Sequence
from html import escape

from hamafza.vocabulary.svg import Span
from hamafza.vocabulary.writing import number


def n(value: float, language: str, decimals: int | None = 0) -> str:
    """Return a figure in the reader's digits, kept together and left to right."""
    return f'<span class="n">{number(value, language, decimals)}</span>'


def text(value: object) -> str:
    """Return text from a file, isolated from the direction around it."""
    return f"<bdi>{escape(str(value))}</bdi>"


def section(title: str, *parts: str) -> str:
    """Return a titled section."""
    return f'<section class="flow"><h2>{escape(title)}</h2>{"".join(parts)}</section>'


def paragraph(words: str, kind: str = "") -> str:
    """Return a paragraph; ``kind`` is its class."""
    return f'<p class="{kind}">{escape(words)}</p>' if kind else f"<p>{escape(words)}</p>"


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Return large figures over their names; the figures are HTML already."""
    rows = "".join(f'<div><dd class="big">{f}</dd><dt>{escape(w)}</dt></div>' for f, w in pairs)
    return f'<dl class="facts facts--4">{rows}</dl>'


def table(heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """Return a table; heads are (words, class), cells are HTML already, the first heads its row."""
    head = "".join(f'<th scope="col" class="{c}">{escape(w)}</th>' for w, c in heads)
    body = "".join(_row(heads, row) for row in rows)
    return (
        f'<div class="tablebox"><table class="{kind}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def bar(spans: Sequence[Span]) -> str:
    """Return a bar of a ranked table."""
    pieces = "".join(
        f'<i class="{span.kind}" style="--from:{span.start:.2f};--size:{span.size:.2f}"></i>'
        for span in spans
    )
    return f'<span class="bar">{pieces}</span>'


def _row(heads: Sequence[tuple[str, str]], row: Sequence[str]) -> str:
    first = f'<th scope="row">{row[0]}</th>'
    rest = "".join(
        f'<td class="{kind}">{cell}</td>'
        for (_, kind), cell in zip(heads[1:], row[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"
