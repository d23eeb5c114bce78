"""What reading trade, tariffs, agreements and economies refuses, and why rows are left out."""

SENTENCES = {
    "trade-file-empty": (
        "%(file)s is empty: there is nothing to read in it.",
        "پرونده %(file)s خالی است و چیزی برای خواندن ندارد.",
    ),
    "trade-zip-broken": (
        "%(file)s is damaged or was not fetched whole (%(part)s); fetch it once more.",
        "پرونده %(file)s آسیب دیده یا ناتمام گرفته شده است (%(part)s)؛ آن را دوباره بگیرید.",
    ),
    "trade-zip-without-years": (
        "%(file)s holds no table named like BACI_HS17_Y2020_V202401b.csv.",
        "در %(file)s جدولی با نامی مانند BACI_HS17_Y2020_V202401b.csv نیست.",
    ),
    "trade-file-cut-off": (
        "%(file)s ends in the middle of a line (%(line)s): it was not written or fetched whole.",
        "پرونده %(file)s در میانه یک سطر (%(line)s) پایان می‌یابد: ناتمام نوشته یا گرفته شده است.",
    ),
    "trade-text-not-read": (
        "%(file)s is no text in UTF-8; save it once more as CSV (UTF-8).",
        "پرونده %(file)s متن UTF-8 نیست؛ آن را دوباره به صورت CSV (UTF-8) ذخیره کنید.",
    ),
    "trade-columns-missing": (
        "%(file)s lacks the columns %(missing)s; it has: %(found)s.",
        "پرونده %(file)s این ستون‌ها را ندارد: %(missing)s؛ ستون‌های آن: %(found)s.",
    ),
    "trade-mapping-not-sound": (
        "The mapping speaks of %(key)s, which is no column here; there are: %(known)s.",
        "نگاشت ستون‌ها از %(key)s می‌گوید که اینجا ستونی نیست؛ ستون‌ها: %(known)s.",
    ),
    "trade-countries-unknown": (
        "%(percent)s %% of %(file)s is of countries that nobody knows (%(codes)s); is it of "
        "another layout, or does it need its own table of countries?",
        "%(percent)s درصد از %(file)s از کشورهایی است که شناخته نیستند (%(codes)s)؛ آیا چیدمان آن "
        "دیگر است، یا جدول کشورهای خودش را می‌خواهد؟",
    ),
    "trade-values-negative": (
        "%(file)s holds %(rows)s rows with a value below zero (such as %(example)s); trade, rates "
        "and people are never negative, so nothing of it was taken.",
        "در %(file)s مقدار %(rows)s ردیف کمتر از صفر است (مانند %(example)s)؛ تجارت، نرخ و جمعیت "
        "منفی نمی‌شود، پس چیزی از آن برداشته نشد.",
    ),
    "trade-editions-mixed": (
        "%(file)s mixes editions of the Harmonized System (%(editions)s); give one edition at a "
        "time, or say into which one all should be brought.",
        "%(file)s چند ویرایش سامانه هماهنگ‌شده را با هم دارد (%(editions)s)؛ یک ویرایش بدهید یا "
        "بگویید همه به کدام ویرایش برده شود.",
    ),
    "trade-edition-not-told": (
        "Nothing in %(file)s says which edition of the Harmonized System its codes are of; say it, "
        "such as HS17.",
        "%(file)s نمی‌گوید کدهایش از کدام ویرایش سامانه هماهنگ‌شده است؛ آن را بگویید، مانند HS17.",
    ),
    "trade-edition-not-this": (
        "%(file)s is not of edition %(edition)s of the Harmonized System; its codes are those of "
        "%(fits)s.",
        "%(file)s از ویرایش %(edition)s سامانه هماهنگ‌شده نیست؛ کدهایش از ویرایش %(fits)s است.",
    ),
    "trade-edition-unknown": (
        "The Harmonized System has no edition %(edition)s; choose one of %(known)s.",
        "سامانه هماهنگ‌شده ویرایش %(edition)s ندارد؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
    "trade-years-missing": (
        "%(file)s lacks the years %(missing)s between its first and its last; an average over it "
        "would mislead.",
        "%(file)s سال‌های %(missing)s را میان نخستین و واپسین سالش ندارد؛ میانگین آن گمراه‌کننده "
        "می‌شود.",
    ),
    "trade-years-not-there": (
        "%(file)s has no year %(asked)s; it has: %(there)s.",
        "%(file)s سال %(asked)s را ندارد؛ سال‌های آن: %(there)s.",
    ),
    "trade-years-not-read": (
        "%(text)s names no years; write them as 2018-2022 or 2020.",
        "%(text)s سالی را نمی‌گوید؛ مانند ۲۰۱۸-۲۰۲۲ یا ۲۰۲۰ بنویسید.",
    ),
    "trade-year-twice": (
        "%(file)s holds the year %(year)s twice; two releases may have been packed together.",
        "%(file)s سال %(year)s را دو بار دارد؛ شاید دو انتشار با هم بسته شده است.",
    ),
    "trade-too-little-kept": (
        "Of %(rows)s rows in %(file)s only %(kept)s can be used; most were left out because: "
        "%(reason)s (such as %(example)s).",
        "از %(rows)s ردیف %(file)s تنها %(kept)s به کار می‌آید؛ بیشترشان کنار ماند، چون: %(reason)s "
        "(مانند %(example)s).",
    ),
    "tariffs-like-fractions": (
        "No rate in %(file)s is above %(largest)s: they look like fractions of one. Say whether "
        "rates are in percent or in fractions.",
        "هیچ نرخی در %(file)s بیش از %(largest)s نیست: انگار کسری از یک است. بگویید نرخ‌ها درصد "
        "است یا کسر.",
    ),
    "trade-file-not-sent": (
        "This file is not here any more; send it once more.",
        "این پرونده دیگر اینجا نیست؛ آن را دوباره بفرستید.",
    ),
    "data-set-busy": (
        "%(name)s is being replaced by another process now; try again when it has ended.",
        "%(name)s همین حالا به دست فرایند دیگری جایگزین می‌شود؛ پس از پایان آن دوباره بکوشید.",
    ),
    "data-set-name-not-sound": (
        "%(name)s cannot name a data set; use Latin letters, digits and hyphens.",
        "%(name)s نام مجموعه داده نمی‌شود؛ حروف لاتین، رقم و خط تیره بنویسید.",
    ),
    "data-set-unknown": (
        "No data set is called %(name)s; there are: %(known)s.",
        "هیچ مجموعه داده‌ای %(name)s نام ندارد؛ مجموعه‌ها: %(known)s.",
    ),
}

WORDS = {
    "value not usable": "مقدار به کار نمی‌آید",
    "value below zero": "مقدار کمتر از صفر است",
    "country not known": "کشور شناخته نیست",
    "exporter is importer": "صادرکننده همان واردکننده است",
    "code is no HS6": "کد شش‌رقمی نیست",
    "code is not of the edition": "کد از این ویرایش نیست",
    "goods not specified": "کالا مشخص نشده است",
    "year not readable": "سال خوانده نشد",
    "year is not that of the file": "سال، سال پرونده نیست",
    "month not readable": "ماه خوانده نشد",
    "direction not known": "صادرات یا واردات بودن آن معلوم نیست",
    "date not readable": "تاریخ خوانده نشد",
    "no name": "نام ندارد",
    "no source": "منبع ندارد",
    "rate is no percentage": "نرخ درصدی نیست",
    "told twice": "دو بار گفته شده است",
    "bound rate, not the applied one": "نرخ تثبیت‌شده است، نه نرخ اعمال‌شده",
    "code is no group of services": "کد گروهی از خدمات نیست",
    "total of other rows": "جمع ردیف‌های دیگر است",
    "area that is no country": "ناحیه‌ای است که کشور نیست",
    "breakdown of other rows": "ریز ردیف‌های دیگر است",
    "re-export or re-import, which the main flow holds": (
        "صادرات یا واردات مجدد است که جریان اصلی آن را در بر دارد"
    ),
    "mirror of a flow its exporter reported": "آینه جریانی است که صادرکننده خود گزارش کرده است",
    "month of a year that is there": "ماهی از سالی است که خودش آمده است",
    "nothing told": "چیزی نمی‌گوید",
}
"""The Persian of every reason for which an importer leaves a row out (``sources.dropped``)."""
