"""Tables named as a person names them: a file, or a data set of this installation."""

from pathlib import Path

from hamafza.store.data_sets import data_set
from hamafza.store.home import home

YEARS = "flows-*.parquet"


def is_set(asked: Path) -> bool:
    """Return whether a data set is meant: a bare name, and no file of it here."""
    return asked.parent == Path() and not asked.suffix and not asked.exists()


def flows_by_subheading(asked: Path) -> Path:
    """Return the file that is asked for, or the latest year by subheading of the data set."""
    if not is_set(asked):
        return asked
    tables = data_set(home(), asked.name).tables(YEARS)
    return max(tables, key=lambda path: path.name)


def table_of(asked: Path, name: str) -> Path:
    """Return the file that is asked for, or this table of the data set."""
    return data_set(home(), asked.name).folder / name if is_set(asked) else asked
