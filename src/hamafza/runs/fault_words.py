"""Why a row was set aside, in the words of the file that people correct."""

FAULT_WORDS: dict[str, tuple[str, str]] = {
    "quote-not-closed": (
        "A quotation mark is opened in this row and never closed; the rows below were read on.",
        "گیومه‌ای در این ردیف باز شده و بسته نشده است؛ ردیف‌های پایین‌تر خوانده شد.",
    ),
    "row-too-long": (
        "The row has more cells than the table has headings; a comma inside a text may lack its "
        "quotation marks.",
        "ردیف از سرستون‌ها خانه بیشتری دارد؛ شاید ویرگولی درون یک متن گیومه ندارد.",
    ),
    "name-missing": ("The unit has no name.", "نام واحد نوشته نشده است."),
    "goods-missing": (
        "What the unit makes or does is not written.",
        "نوشته نشده است واحد چه می‌سازد یا چه می‌کند.",
    ),
    "text-too-long": (
        "The name or the goods are too long.",
        "نام یا شرح کالا بیش از اندازه بلند است.",
    ),
    "kind-unknown": (
        "The kind of unit is none of maker, service or distributive.",
        "نوع واحد تولیدی، خدماتی یا توزیعی نیست.",
    ),
    "other-country": ("The unit is in another country.", "واحد در کشور دیگری است."),
    "closed": ("The unit is closed.", "واحد تعطیل یا پروانه‌اش باطل است."),
    "province-unknown": ("The province is not known.", "استان شناخته نشد."),
    "city-missing": (
        "Neither a city nor a point on the map is given.",
        "نه شهر نوشته شده است و نه نقطه روی نقشه.",
    ),
    "city-unknown": ("The city is not known.", "شهر شناخته نشد."),
    "city-not-in-province": ("The city is not in this province.", "شهر در این استان نیست."),
    "coordinates-wrong": (
        "The coordinates are no place on Earth.",
        "مختصات نوشته‌شده جایی روی زمین نیست.",
    ),
    "capacity-not-a-number": ("The capacity is no number.", "ظرفیت عدد نیست."),
    "capacity-negative": ("The capacity is below zero.", "ظرفیت کمتر از صفر است."),
    "capacity-absurd": (
        "The capacity is larger than any workshop's.",
        "ظرفیت از توان هر کارگاهی بیشتر است.",
    ),
    "workers-wrong": (
        "The number of workers is no whole number that a small unit can have.",
        "شمار کارکنان عددی در اندازه یک واحد صنفی نیست.",
    ),
    "licence-date-wrong": ("The licence's date is no day.", "تاریخ پروانه در تقویم نیست."),
    "digits-lost": (
        "Excel shortened a long number (such as 1.23E+11), and its last digits are lost.",
        "اکسل شماره بلندی را کوتاه کرده است (مانند 1.23E+11) و رقم‌های آخر آن از دست رفته است.",
    ),
    "readiness-wrong": (
        "The readiness is not between 0 and 100.",
        "امتیاز آمادگی میان ۰ و ۱۰۰ نیست.",
    ),
    "measure-unknown": ("The unit of measure is not known.", "واحد شمارش شناخته نشد."),
}

UNREAD_WORDS: dict[str, tuple[str, str]] = {
    "owner-not-a-person": (
        "The owner's name is a firm's, not a person's.",
        "نام مالک نام یک شرکت است، نه نام یک شخص.",
    ),
    "owner-name-wrong": ("The owner's name has no letters.", "نام مالک حرفی ندارد."),
    "code-wrong": (
        "The national code is not sound: a digit is wrong or missing.",
        "کد ملی درست نیست: رقمی از آن اشتباه است یا جا افتاده است.",
    ),
    "code-without-rule": (
        "National codes of this country cannot be checked yet.",
        "کد ملی این کشور هنوز سنجیده نمی‌شود.",
    ),
    "code-without-name": (
        "A national code stands without the name of a person.",
        "کد ملی بدون نام شخص نوشته شده است.",
    ),
    "code-of-another-name": (
        "The national code belongs to a person of quite another name; the two were not joined.",
        "کد ملی از آن شخصی با نام دیگری است؛ این دو یکی شمرده نشدند.",
    ),
    "gender-unknown": ("The gender is not known.", "جنسیت شناخته نشد."),
    "expiry-wrong": (
        "The last day of the licence is no day that can be read.",
        "تاریخ پایان اعتبار پروانه خوانا نیست.",
    ),
    "ends-before-it-begins": (
        "The licence ends before it begins.",
        "اعتبار پروانه پیش از تاریخ صدور آن پایان یافته است.",
    ),
    "licence-without-number": (
        "This is about a licence whose number is not written.",
        "این درباره پروانه‌ای است که شماره‌اش نوشته نشده است.",
    ),
    "class-unknown": ("The activity class is not known.", "گروه صنفی شناخته نشد."),
    "postal-code-wrong": (
        "The postal code has not as many digits as it needs.",
        "شمار رقم‌های کد پستی درست نیست.",
    ),
    "women-wrong": (
        "The number of women is no whole number, or more than all who work there.",
        "شمار کارکنان زن عدد درستی نیست یا از همه کارکنان بیشتر است.",
    ),
    "mobile-wrong": (
        "The mobile number, or one of several, is none.",
        "شماره همراه، یا یکی از چند شماره، درست نیست.",
    ),
    "email-wrong": (
        "The e-mail address, or one of several, is none.",
        "نشانی رایانامه، یا یکی از چند نشانی، درست نیست.",
    ),
    "website-wrong": (
        "The website, or one of several, is none.",
        "نشانی وبگاه، یا یکی از چند نشانی، درست نیست.",
    ),
    "cell-too-long": (
        "The text is longer than its place has room for.",
        "متن از جایی که برای آن هست بلندتر است.",
    ),
}
"""Why a cell was left unread, though its row is a unit."""


def reasons(codes: str, language: str) -> str:
    """Return the sentences of codes parted by ``;``."""
    at = 1 if language == "fa" else 0
    return " ".join(FAULT_WORDS[code][at] for code in codes.split(";") if code)
