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
    "heading-not-new": (
        "%(hs4)s is no new good of %(country)s: it is sold with advantage already, nobody buys it, "
        "or the trade table does not know it.",
        "%(hs4)s برای %(country)s کالای نو نیست: یا هم‌اکنون با مزیت فروخته می‌شود، "
        "یا خریداری ندارد، یا جدول تجارت آن را نمی‌شناسد.",
    ),
    "trade-set-not-flows": (
        "The data set %(name)s holds no trade between countries; these do: %(known)s.",
        "مجموعه %(name)s داد و ستد میان کشورها را ندارد؛ این‌ها دارند: %(known)s.",
    ),
    "trade-set-lacks-country": (
        "The data set %(name)s holds no exports of our own country (%(country)s), so no market "
        "could be shown by it; the set in use stays.",
        "در مجموعه %(name)s صادراتی از کشور خودمان (%(country)s) نیست و با آن هیچ بازاری دیده "
        "نمی‌شود؛ مجموعه در کاربرد می‌ماند.",
    ),
    "variant-unknown": (
        "There is no variant %(variant)s; choose one of %(known)s.",
        "روش %(variant)s شناخته نیست؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
    "trade-file-not-sound": (
        "%(file)s is no sound trade table: %(problem)s.",
        "%(file)s جدول تجارت درستی نیست: %(problem)s.",
    ),
    "weight-out-of-bounds": (
        "A weight is a number between %(least)s and %(most)s.",
        "وزن عددی است میان %(least)s و %(most)s.",
    ),
    "layout-unknown": (
        "There is no layout %(layout)s; choose one of %(known)s.",
        "چیدمان %(layout)s شناخته نیست؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
    "complexity-not-defined": (
        "Fewer than two countries or goods are left after the filters, or all sell alike: there is "
        "no complexity to reckon.",
        "پس از پالایش کمتر از دو کشور یا کالا مانده است، یا همه یکسان می‌فروشند؛ پیچیدگی "
        "اقتصادی را نمی‌توان حساب کرد.",
    ),
    "growth-has-no-year": (
        "%(file)s has no country with both %(year)s and %(later)s: no growth can be read from it.",
        "در %(file)s هیچ کشوری هم سال %(year)s و هم سال %(later)s را ندارد؛ پس رشدی از آن خوانده "
        "نمی‌شود.",
    ),
    "trade-file-needed": (
        "Growth and tariffs are weighed by bilateral flows: name a file of them with --trade.",
        "رشد و تعرفه با جریان‌های دوجانبه وزن می‌گیرند؛ جدول آن‌ها را با --trade نام ببرید.",
    ),
    "years-too-few": (
        "The data set %(set)s holds %(many)s years with trade; how long sales last is told by at "
        "least %(least)s.",
        "مجموعه %(set)s داد و ستد %(many)s سال را دارد؛ دوام فروش را دست‌کم با %(least)s سال "
        "می‌توان گفت.",
    ),
    "years-need-data-set": (
        "%(file)s is no data set that holds any of these years: years are averaged from one.",
        "%(file)s مجموعه داده‌ای نیست که این سال‌ها را داشته باشد؛ میانگین سال‌ها از مجموعه داده "
        "گرفته می‌شود.",
    ),
}
