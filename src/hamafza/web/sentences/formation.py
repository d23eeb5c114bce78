"""What the formation of consortia refuses."""

SENTENCES = {
    "formation-column-missing": (
        "The table of units lacks the columns %(columns)s.",
        "جدول واحدها این ستون‌ها را ندارد: %(columns)s.",
    ),
    "formation-column-of-wrong-kind": (
        "Column %(column)s must hold %(wanted)s; it holds %(found)s.",
        "ستون %(column)s باید از نوع %(wanted)s باشد؛ اکنون %(found)s است.",
    ),
    "formation-value-missing": (
        "Column %(column)s is empty or no number in %(count)s rows; fill or remove them.",
        "ستون %(column)s در %(count)s ردیف خالی است یا عدد نیست؛ آن‌ها را پر یا حذف کنید.",
    ),
    "formation-value-out-of-range": (
        "Column %(column)s must lie between %(low)s and %(high)s; unit %(unit)s has %(value)s "
        "(%(count)s rows in all).",
        "ستون %(column)s باید میان %(low)s و %(high)s باشد؛ واحد %(unit)s مقدار %(value)s دارد "
        "(روی هم %(count)s ردیف).",
    ),
    "formation-unit-twice": (
        "Unit %(unit)s stands in the table more than once (%(count)s units do); "
        "each unit may have one row.",
        "واحد %(unit)s بیش از یک بار در جدول آمده است (%(count)s واحد چنین‌اند)؛ "
        "هر واحد یک ردیف دارد.",
    ),
    "formation-effort-not-possible": (
        "%(name)s must be above zero; it is %(value)s.",
        "مقدار %(name)s باید بیش از صفر باشد؛ اکنون %(value)s است.",
    ),
}
