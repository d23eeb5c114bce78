"""Sentences of the distribution room."""

SENTENCES = {
    "route-country-unknown": (
        "No country has the code %(country)s; write three letters, such as IRN.",
        "کشوری با کد %(country)s نیست؛ کد سه‌حرفی بنویسید، مانند IRN.",
    ),
    "route-market-is-home": (
        "%(market)s is the exporter itself; a route leads to another country.",
        "%(market)s خود صادرکننده است؛ مسیر به کشور دیگری می‌رود.",
    ),
    "route-place-not-on-earth": (
        "%(lat_deg)s,%(lon_deg)s is no place: latitude lies from -90 to 90, longitude from -180"
        " to 180, parted by a comma.",
        "%(lat_deg)s،%(lon_deg)s جایی روی زمین نیست: عرض از ۹۰- تا ۹۰ و طول از ۱۸۰- تا ۱۸۰ درجه،"
        " با ویرگول میان آن دو.",
    ),
    "route-weight-not-positive": (
        "A shipment weighs more than nothing; %(weight_kg)s kg was given.",
        "وزن محموله باید بیش از صفر باشد؛ %(weight_kg)s کیلوگرم داده شده است.",
    ),
    "route-no-way": (
        "The tables hold no crossing and no port that leads from %(exporter)s to %(market)s.",
        "در جدول‌ها هیچ گذرگاه یا بندری از %(exporter)s به %(market)s نیست.",
    ),
    "route-choice-unknown": (
        "A way is chosen by cost, days or both; %(choose_by)s is none of them.",
        "مسیر را با cost یا days یا both برمی‌گزینند؛ %(choose_by)s هیچ‌کدام نیست.",
    ),
}
