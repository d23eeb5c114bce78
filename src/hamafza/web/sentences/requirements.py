"""What markets ask of products: what may be refused."""

SENTENCES = {
    "requirement-check-day": (
        "The day to check a line again must be later than the day it tells of.",
        "روز بررسی دوباره باید پس از روزی باشد که سطر از آن می‌گوید.",
    ),
    "requirement-day-to-come": (
        "That day has not come yet; write the day on which the source said so.",
        "آن روز هنوز نرسیده است؛ روزی را بنویسید که منبع آن را گفته است.",
    ),
    "requirement-promotion-officers-only": (
        "Requirements of markets are entered by promotion officers and reviewed in the office.",
        "الزام‌های بازار را کارشناسان توسعه صادرات وارد و کارشناسان دیگر بازبینی می‌کنند.",
    ),
    "requirement-own-line": (
        "You entered this line yourself; another officer reviews it.",
        "این سطر را خودتان وارد کرده‌اید؛ کارشناس دیگری آن را بازبینی می‌کند.",
    ),
    "requirement-code-unknown": (
        "The nomenclature has no code %(code)s; write two, four or six digits.",
        "کد %(code)s در فهرست تعرفه نیست؛ دو، چهار یا شش رقم بنویسید.",
    ),
    "requirement-market-unknown": (
        "No country has the code %(market)s.",
        "کشوری با کد %(market)s شناخته نیست.",
    ),
    "requirement-line-changed": (
        "This line is no longer shown, or a correction of it already waits for review.",
        "این سطر دیگر نشان داده نمی‌شود، یا اصلاح دیگری از آن در انتظار بازبینی است.",
    ),
    "requirement-reason-needed": (
        "Write the reason; the officer who entered the line reads it.",
        "دلیل را بنویسید؛ کارشناسی که سطر را وارد کرده آن را می‌خواند.",
    ),
}
