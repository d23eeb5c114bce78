"""Sentences of the goods room."""

SENTENCES = {
    "goods-no-text-column": (
        "%(file)s has no column “%(column)s”; it has: %(found)s.",
        "%(file)s ستون «%(column)s» ندارد؛ ستون‌هایش: %(found)s.",
    ),
    "goods-nothing-to-classify": (
        "%(file)s holds no line to classify.",
        "%(file)s هیچ سطری برای تعیین کد ندارد.",
    ),
}
