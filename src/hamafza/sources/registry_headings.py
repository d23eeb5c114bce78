"""Where the headings of a table stand: below titles, in one row or in two merged ones."""

from collections.abc import Callable, Iterator

Row = list[str]
Score = Callable[[Row], int]
"""How many headings of a row are known; the row that scores best heads the table."""


def headings_in(written: list[tuple[int, Row]], score: Score) -> tuple[Row, int]:
    """
    Return the headings and the line after which the records begin.

    ``written`` are the first rows with anything in them, by line. Where no row names two fields,
    the first one heads the table. Cells merged downwards or sideways leave blanks: such a row is
    read together with its neighbour, if the two name more than either.
    """
    best, at = max(
        ((score(row), -at) for at, (_, row) in enumerate(written)), default=(0, 0)
    )  # the first of equals
    place = -at if best > 1 else 0
    line, row = written[place]
    chosen, last, known = row, line, score(row)
    for upper, lower, ends in _neighbours(written, place):
        merged = _merged(upper, lower, score)
        if score(merged) > known:
            chosen, last, known = merged, ends, score(merged)
    return _named(chosen), last


def _neighbours(written: list[tuple[int, Row]], place: int) -> Iterator[tuple[Row, Row, int]]:
    line, row = written[place]
    if place and written[place - 1][0] == line - 1:
        yield written[place - 1][1], row, line
    if place + 1 < len(written) and written[place + 1][0] == line + 1:
        yield row, written[place + 1][1], line + 1


def _merged(upper: Row, lower: Row, score: Score) -> Row:
    """
    Return the headings that two rows say together.

    A heading in the upper row alone was merged downwards. One in the upper row that stands over
    several of the lower was merged sideways: it is put before a lower one that says nothing alone.
    """
    width = max(len(upper), len(lower))
    above = [cell.strip() for cell in upper] + [""] * (width - len(upper))
    below = [cell.strip() for cell in lower] + [""] * (width - len(lower))
    merged, over = [], ""
    for high, low in zip(above, below, strict=True):
        over = high or (over if low else "")
        both = f"{over} {low}".strip()
        merged.append(both if low and score([both]) and not score([low]) else low or high)
    return merged


def _named(row: Row) -> Row:
    """
    Return a distinct name for each column.

    Empty headings at the end are cells somebody once touched, and are left out; one in between is
    called by its place. Two of one name get a number behind.
    """
    last = max(at for at, cell in enumerate(row) if cell.strip())
    names: Row = []
    for place, cell in enumerate(row[: last + 1], start=1):
        heading = " ".join(cell.split()) or f"#{place}"
        name, again = heading, 2
        while name in names:
            name, again = f"{heading} ({again})", again + 1
        names.append(name)
    return names
