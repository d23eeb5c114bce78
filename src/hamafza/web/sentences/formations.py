"""What forming in the browser, and changing groups by hand, refuse."""

SENTENCES = {
    "formation-too-few-units": (
        "Of the families and provinces you chose, %(count)s units are free to be grouped; "
        "choose more.",
        "از خانواده‌ها و استان‌هایی که برگزیدید %(count)s واحد برای گروه‌بندی آزاد است؛ "
        "بیشتر برگزینید.",
    ),
    "formation-certificate-does-not-hold": (
        "The groups were formed, but the certificate did not hold when it was recalculated "
        "(findings: %(count)s). They are shown to nobody; tell the administrator the number of "
        "this run.",
        "گروه‌ها ساخته شدند، ولی گواهی آن‌ها در محاسبه دوباره درست درنیامد "
        "(%(count)s یافته). به کسی نشان داده نمی‌شوند؛ شماره این کار را به مدیر سامانه بگویید.",
    ),
    "formation-changed-meanwhile": (
        "Somebody else (%(who)s) changed this group after you opened the page, so nothing was "
        "done. Look at it as it is now, and ask again.",
        "پس از باز شدن این صفحه، شخص دیگری (%(who)s) این گروه را تغییر داد؛ پس کاری انجام نشد. "
        "گروه را همان‌گونه که اکنون هست ببینید و دوباره بخواهید.",
    ),
    "formation-group-is-answered": (
        "Group %(group)s was adopted, declined or dissolved and changes no more.",
        "گروه %(group)s پذیرفته، رد یا منحل شده است و دیگر تغییر نمی‌کند.",
    ),
    "formation-nothing-to-undo": (
        "There is no change left to take back.",
        "تغییری برای پس گرفتن نمانده است.",
    ),
    "formation-edit-not-understood": (
        "Say which members are meant, and where to; the group may have changed since you opened "
        "the page.",
        "بگویید کدام عضوها و به کجا؛ شاید گروه پس از باز شدن صفحه تغییر کرده باشد.",
    ),
    "formation-group-is-pinned": (
        "Group %(group)s is pinned; let it go first, then change it.",
        "گروه %(group)s ثابت نگه داشته شده است؛ نخست آن را آزاد کنید و سپس تغییر دهید.",
    ),
    "formation-unit-is-taken": (
        "%(unit)s is in a group of this run already; move it from there.",
        "واحد %(unit)s در گروه دیگری از همین کار است؛ آن را از همان‌جا جابه‌جا کنید.",
    ),
}
