"""What trade in services refuses."""

SENTENCES = {
    "services-editions-mixed": (
        "%(file)s mixes editions of the services classification (EBOPS %(editions)s); give one "
        "edition at a time, or say which one to take.",
        "%(file)s چند ویرایش طبقه‌بندی خدمات را با هم دارد (EBOPS %(editions)s)؛ یک ویرایش بدهید یا "
        "بگویید کدام برداشته شود.",
    ),
    "services-edition-unknown": (
        "The services classification has no edition %(edition)s here; choose one of %(known)s.",
        "طبقه‌بندی خدمات اینجا ویرایش %(edition)s ندارد؛ یکی از این‌ها را برگزینید: %(known)s.",
    ),
    "services-totals-differ": (
        "The groups in %(file)s do not add up to the total told beside them: they are %(percent)s "
        "%% off (such as %(example)s), so nothing of it was taken.",
        "جمع گروه‌ها در %(file)s با جمع کلی که کنارشان آمده نمی‌خواند: %(percent)s درصد اختلاف دارد "
        "(مانند %(example)s)؛ پس چیزی از آن برداشته نشد.",
    ),
    "services-mirrors-differ": (
        "%(file)s says its values are balanced, but what one country sold and what the other "
        "bought differ by %(percent)s %% (such as %(example)s), so nothing of it was taken.",
        "%(file)s می‌گوید مقدارهایش تراز شده است، ولی فروش یک کشور و خرید دیگری %(percent)s درصد "
        "اختلاف دارد (مانند %(example)s)؛ پس چیزی از آن برداشته نشد.",
    ),
    "services-not-loaded": (
        "No table of trade in services is loaded; an officer loads one at the page of data of "
        "world trade, or by the command `hamafza trade services FILE`.",
        "هیچ جدول تجارت خدماتی بارگذاری نشده است؛ کارشناس آن را در صفحه داده‌های تجارت جهان یا با "
        "فرمان `hamafza trade services FILE` بارگذاری می‌کند.",
    ),
    "service-group-unknown": (
        "The loaded table of services has no group %(group)s; it has: %(known)s.",
        "جدول خدمات بارگذاری‌شده گروه %(group)s را ندارد؛ گروه‌های آن: %(known)s.",
    ),
}
