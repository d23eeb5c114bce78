"""Sentences of the parts room."""

SENTENCES = {
    "need-says-nothing": (
        "A need names a tariff code, a service or a word that a workshop can be found by.",
        "نیاز باید کد تعرفه، خدمت یا واژه‌ای داشته باشد که کارگاه را با آن بتوان یافت.",
    ),
    "need-quantity-not-positive": (
        "A need is for one piece a month at least; %(quantity)s was given.",
        "نیاز دست‌کم یک قطعه در ماه است؛ %(quantity)s داده شده است.",
    ),
    "need-place-not-on-earth": (
        "%(lat_deg)s, %(lon_deg)s is no place on Earth.",
        "%(lat_deg)s، %(lon_deg)s جایی روی زمین نیست.",
    ),
    "need-code-not-a-code": (
        "%(given)s is no tariff code; it has four or six digits, such as 8708 or 870830.",
        "%(given)s کد تعرفه نیست؛ کد چهار یا شش رقم دارد، مانند ۸۷۰۸ یا ۸۷۰۸۳۰.",
    ),
    "embedded-share-not-a-share": (
        "A part's share in the value of an export lies between 0 and 1; %(share)s was given.",
        "سهم یک قطعه از ارزش صادرات میان صفر و یک است؛ %(share)s داده شده است.",
    ),
    "need-of-another-factory": (
        "This need is another factory's.",
        "این نیاز از کارخانه دیگری است.",
    ),
    "need-asked-of-another-workshop": (
        "Another workshop was asked this, not yours.",
        "این را از کارگاه دیگری پرسیده‌اند، نه از شما.",
    ),
    "need-nobody-to-ask": (
        "There is no workshop left to ask for this need.",
        "برای این نیاز کارگاهی نمانده است که از آن پرسیده شود.",
    ),
}
