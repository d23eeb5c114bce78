"""Finding: what may be refused to who takes along what was found."""

SENTENCES = {
    "sheet-too-long": (
        "%(rows)s units are too many for one XLSX file (at most %(most)s). Narrow the list, or "
        "take it along as CSV or Parquet.",
        "%(rows)s واحد برای یک فایل XLSX زیاد است (دست بالا %(most)s). فهرست را محدودتر کنید یا "
        "آن را به شکل CSV یا Parquet بگیرید.",
    ),
}
