"""Tables named as a person names them: a file, or a data set of this installation."""

from dataclasses import dataclass
from pathlib import Path

from hamafza.markets.refusals import YearsNeedDataSet
from hamafza.store.data_sets import data_set
from hamafza.store.home import home

YEARS = "flows-*.parquet"


def is_set(asked: Path) -> bool:
    """Return whether a data set is meant: a bare name, and no file of it here."""
    return asked.parent == Path() and not asked.suffix and not asked.exists()


@dataclass(frozen=True)
class Years:
    """Files of years, oldest first, and the years that were wanted and are not there."""

    files: tuple[Path, ...]
    missing: tuple[int, ...] = ()


def flows_by_subheading(asked: Path, years: tuple[int, ...] = ()) -> Years:
    """Return the file that is asked for, or years by subheading of a data set: the latest alone."""
    asked = Path(asked)
    if not is_set(asked):
        if years:
            raise YearsNeedDataSet(file=str(asked))
        return Years((asked,))
    tables = {int(path.stem[-4:]): path for path in data_set(home(), asked.name).tables(YEARS)}
    taken = sorted(year for year in years or (max(tables),) if year in tables)
    if not taken:
        raise YearsNeedDataSet(file=asked.name)
    missing = tuple(year for year in years if year not in tables)
    return Years(tuple(tables[year] for year in taken), missing)


def table_of(asked: Path, name: str) -> Path:
    """Return the file that is asked for, or this table of the data set."""
    return data_set(home(), asked.name).folder / name if is_set(asked) else asked
