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
    "goods-code-unknown": (
        "%(code)s is no code of the tariff or of the list of services.",
        "%(code)s نه کد تعرفه است و نه کد خدمت.",
    ),
    "goods-edition-unknown": (
        "%(edition)s is no edition of the tariff that is known here; these are: %(known)s.",
        "%(edition)s از ویرایش‌های شناخته‌شده تعرفه نیست؛ این‌ها هستند: %(known)s.",
    ),
    "goods-not-your-unit": (
        "Only its owner, its union or an officer may say what unit %(unit)s makes.",
        "تنها صاحب واحد %(unit)s، اتحادیه آن یا کارشناس می‌تواند بگوید چه می‌سازد.",
    ),
    "goods-no-code-chosen": (
        "No article was chosen; choose one of the answers, then confirm.",
        "کالایی برگزیده نشد؛ یکی از پاسخ‌ها را برگزینید و سپس ثبت کنید.",
    ),
}
