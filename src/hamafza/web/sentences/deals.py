"""Deals, marks and the programme on the pages: what may be refused."""

SENTENCES = {
    "deal-without-consortium": (
        "No consortium has taken this enquiry on yet.",
        "هنوز هیچ کنسرسیومی این درخواست را نپذیرفته است.",
    ),
    "deal-without-goods-code": (
        "The tariff or service code is missing; without it nothing is quoted.",
        "شماره تعرفه یا کد خدمت نوشته نشده است؛ بی آن مظنه‌ای داده نمی‌شود.",
    ),
    "reason-missing": (
        "Write the reason; it is kept with this step.",
        "دلیل را بنویسید؛ همراه این گام نگه داشته می‌شود.",
    ),
    "customs-number-missing": (
        "Write the number of the declaration or the invoice; it proves the export.",
        "شماره اظهارنامه یا سیاهه را بنویسید؛ صادرات با آن ثابت می‌شود.",
    ),
    "offers-close-in-the-past": (
        "The offers must close at a time still to come.",
        "پایان مهلت پیشنهاد باید در آینده باشد.",
    ),
    "offer-of-a-stranger": (
        "Only members of this consortium offer.",
        "تنها اعضای همین کنسرسیوم پیشنهاد می‌دهند.",
    ),
    "quote-expired": (
        "There is no quote that still holds; send a new one.",
        "مظنه‌ای که هنوز معتبر باشد نیست؛ مظنه تازه بفرستید.",
    ),
    "objection-open": (
        "A member's objection has had no answer yet.",
        "اعتراض یک عضو هنوز پاسخ نگرفته است.",
    ),
    "inspection-above-share": (
        "%(accepted)s accepted is not between zero and the share of %(share)s.",
        "%(accepted)s عدد پذیرفته‌شده، میان صفر و سهم %(share)s عددی نیست.",
    ),
    "claims-window-open": (
        "The buyer may claim until %(until)s; the retention is held until then.",
        "خریدار تا %(until)s می‌تواند ادعا کند؛ سپرده تا آن روز می‌ماند.",
    ),
    "milestone-not-invoiced": (
        "No milestone of this service is invoiced; the buyer pays against an invoice.",
        "برای هیچ مرحله‌ای از این خدمت سیاهه صادر نشده است؛ خریدار در برابر سیاهه می‌پردازد.",
    ),
    "receipt-reference-twice": (
        "The receipt %(reference)s is written down already.",
        "دریافت %(reference)s پیش‌تر ثبت شده است.",
    ),
    "cost-twice": (
        "This cost with the evidence %(evidence)s is written down already.",
        "این هزینه با سند %(evidence)s پیش‌تر ثبت شده است.",
    ),
    "usd-rate-missing": (
        "The export is measured in US dollars; give a rate from %(currency)s with its source.",
        "صادرات به دلار سنجیده می‌شود؛ نرخ %(currency)s را با منبعش بنویسید.",
    ),
    "unit-already-a-member": (
        "This unit is already a member of another consortium.",
        "این واحد پیش‌تر عضو کنسرسیوم دیگری شده است.",
    ),
    "bylaws-vote-is-over": (
        "The vote on version %(version)s is over.",
        "رأی‌گیری نسخه %(version)s به پایان رسیده است.",
    ),
    "brand-licence-of-a-stranger": (
        "Only a member's product carries the shared mark.",
        "تنها محصول اعضا نشان مشترک را دارد.",
    ),
    "proven-needs-a-deal": (
        "A proven export comes from a deal and its declaration; it cannot be typed in.",
        "صادرات اثبات‌شده از معامله و اظهارنامه‌اش می‌آید؛ نمی‌توان آن را دستی نوشت.",
    ),
}
