"""What is found, taken along as a file: the same rights, the same filter, the same order."""

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hamafza.vocabulary.provenance import Provenance
from hamafza.web.access import seen_by
from hamafza.web.branches import units_of
from hamafza.web.exchange.unit_files import (
    COLUMNS,
    MOST_ROWS_OF_A_SHEET,
    SheetTooLong,
    csv_lines,
    rows,
    write_parquet,
    write_sheet,
)
from hamafza.web.pages.office.unit_question import KINDS, STATES, question_of
from hamafza.web.pages.office.units import READERS
from hamafza.web.pages.sheet_cells import harmless
from hamafza.web.records.finding import Found

BASES = {
    Provenance.REAL: gettext_lazy("Real"),
    Provenance.RECONSTRUCTED: gettext_lazy("Reconstructed"),
    Provenance.ESTIMATED: gettext_lazy("Estimated"),
    Provenance.ASSUMED: gettext_lazy("Assumed"),
    Provenance.SYNTHETIC: gettext_lazy("Synthetic"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@seen_by(*READERS)
def units_file(request, form: str):
    """Hand over all that is found, not only the page that is shown."""
    if form not in ("csv", "xlsx", "parquet"):
        raise Http404
    units = units_of(request.user)
    numbers = Found(units, question_of(request.GET).asked).all_numbers()
    found = rows(units, numbers)
    if form == "csv":
        lines = csv_lines(found, _headings(), _harmless)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="units.csv"'
        return answer
    if form == "xlsx" and len(numbers) > MOST_ROWS_OF_A_SHEET:
        raise SheetTooLong(rows=len(numbers), most=MOST_ROWS_OF_A_SHEET)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"units.{form}"
        if form == "xlsx":
            is_persian = (get_language() or "fa").startswith("fa")
            write_sheet(file, found, _headings(), _told, right_to_left=is_persian)
        else:
            write_parquet(file, found)
        # The folder goes; who reads holds the file open, and it goes with the last byte.
        kind = XLSX if form == "xlsx" else "application/vnd.apache.parquet"
        return FileResponse(
            file.open("rb"), as_attachment=True, filename=file.name, content_type=kind
        )


def _headings() -> list[str]:
    headings = {
        "public_id": _("Number"), "kind": _("Kind"), "name": _("Unit"),
        "goods_text": _("Goods or service"), "hs4": _("Heading"), "hs6": _("Code"),
        "service_code": _("Code of the service"), "union": _("Union"), "province": _("Province"),
        "city": _("City"), "capacity": _("Shipments a month"),
        "capacity_basis": _("What the shipments rest on"), "readiness": _("Export readiness"),
        "status": _("State"), "home_based": _("home-based"), "women_owned": _("owned by a woman"),
        "is_demo": _("synthetic data"),
    }  # fmt: skip
    return [headings[name] for name in COLUMNS]


def _told(name: str, cell: object) -> object:
    """Say a cell in the reader's words; figures stay figures."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if name in ("kind", "status"):
        return str(dict(KINDS if name == "kind" else STATES).get(str(cell), cell))
    if name == "capacity_basis":
        return str(BASES[Provenance(str(cell))])
    return round(cell, 4) if isinstance(cell, float) else cell


def _harmless(name: str, cell: object) -> object:
    told = _told(name, cell)
    return harmless(told) if isinstance(told, str) else told


urlpatterns = [path("units/file/<str:form>/", units_file, name="units_file")]
