"""Registry files that cannot be read at all."""

from hamafza.vocabulary.refusals import Refusal


class FileEmpty(Refusal):
    code = "registry-file-empty"


class NotText(Refusal):
    code = "registry-not-text"


class EncodingDamaged(Refusal):
    code = "registry-encoding-damaged"


class TooManyColumns(Refusal):
    code = "registry-too-many-columns"


class CellTooLong(Refusal):
    code = "registry-cell-too-long"


class SpreadsheetBroken(Refusal):
    code = "registry-spreadsheet-broken"


class SpreadsheetSwells(Refusal):
    """A small workbook that unpacks to very much is made to fill a machine, not to be read."""

    code = "registry-spreadsheet-swells"


class NoRecords(Refusal):
    code = "registry-no-records"
