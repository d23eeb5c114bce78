"""What the markets room refuses."""

SENTENCES = {
    "country-unknown": (
        "No country has the code %(country)s; three letters are needed, such as IRN or BGD.",
        "کشوری با کد %(country)s شناخته نیست؛ کد سه‌حرفی لازم است، مانند IRN یا BGD.",
    ),
    "country-has-no-exports": (
        "The trade table holds no exports of %(country)s, so its potential cannot be reckoned.",
        "در جدول تجارت صادراتی از %(country)s نیست؛ پس پتانسیل آن را نمی‌توان حساب کرد.",
    ),
    "heading-unknown": (
        "The trade table has no heading %(hs4)s; four digits of HS %(edition)s are needed.",
        "سرفصل %(hs4)s در جدول تجارت نیست؛ چهار رقم از HS %(edition)s لازم است.",
    ),
    "variant-unknown": (
        "There is no variant %(variant)s; choose one of %(known)s.",
        "روش %(variant)s شناخته نیست؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
    "trade-file-not-sound": (
        "%(file)s is no sound trade table: %(problem)s.",
        "%(file)s جدول تجارت درستی نیست: %(problem)s.",
    ),
    "layout-unknown": (
        "There is no layout %(layout)s; choose one of %(known)s.",
        "چیدمان %(layout)s شناخته نیست؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
}
