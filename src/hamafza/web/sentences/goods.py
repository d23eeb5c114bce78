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
    "goods-country-not-three": (
        "A country is named by its three letters, such as IRN; not “%(country)s”.",
        "کشور را با سه حرف لاتین بنویسید، مانند IRN؛ نه «%(country)s».",
    ),
    "goods-national-unusable": (
        "Only %(kept)s of the %(rows)s rows of %(file)s are lines of edition %(edition)s; the table"
        " before stays. The rows left out, with reasons, are in %(rejects)s.",
        "از %(rows)s سطر %(file)s تنها %(kept)s سطر از ردیف‌های ویرایش %(edition)s است؛ جدول پیشین"
        " می‌ماند. سطرهای کنارگذاشته با دلیل در %(rejects)s است.",
    ),
    "goods-national-line-unknown": (
        "%(line)s is no national line below %(hs6)s; choose one of those that are shown.",
        "%(line)s از ردیف‌های ملی زیر %(hs6)s نیست؛ یکی از ردیف‌های نشان‌داده را برگزینید.",
    ),
}
