"""Buyers' leads, fairs and missions: what may be refused."""

SENTENCES = {
    "lead-lost-without-reason": (
        "Write the reason; it is kept with the lead.",
        "دلیل را بنویسید؛ همراه این سرنخ نگه داشته می‌شود.",
    ),
    "lead-won-without-deal": (
        "Name the enquiry or deal that this lead became.",
        "بگویید این سرنخ کدام درخواست یا معامله شد.",
    ),
    "leads-office-only": (
        "Buyers' leads are entered and moved by the officers of the two institutions.",
        "سرنخ‌های خریدار را کارشناسان دو نهاد وارد می‌کنند و پیش می‌برند.",
    ),
    "lead-met-in-the-future": (
        "The day you met has not come yet.",
        "روز دیدار هنوز نرسیده است.",
    ),
    "lead-market-unknown": (
        "No country has the code %(market)s.",
        "کشوری با کد %(market)s شناخته نیست.",
    ),
    "lead-changed-meanwhile": (
        "Somebody else has changed this lead meanwhile; look at it again.",
        "در این میان کس دیگری این سرنخ را تغییر داده است؛ دوباره ببینید.",
    ),
    "lead-is-over": (
        "This lead is won or lost; it is changed no more.",
        "این سرنخ به نتیجه رسیده یا از دست رفته است؛ دیگر تغییر نمی‌کند.",
    ),
    "lead-deal-of-another-buyer": (
        "That deal is of another buyer, or it is lost or cancelled.",
        "آن معامله از خریدار دیگری است، یا از دست رفته یا لغو شده است.",
    ),
    "lead-without-consortium": (
        "Tie the lead to a consortium first; its manager is the one who sees it.",
        "نخست سرنخ را به کنسرسیومی پیوند دهید؛ مدیر آن است که آن را می‌بیند.",
    ),
    "demo-and-real-apart": (
        "What is invented and what is real are never tied to each other.",
        "داده ساختگی و داده واقعی هرگز به هم پیوند نمی‌خورند.",
    ),
    "missions-office-only": (
        "Fairs and missions are entered by the officers of the two institutions.",
        "نمایشگاه‌ها و هیئت‌ها را کارشناسان دو نهاد وارد می‌کنند.",
    ),
    "mission-days": (
        "The last day is before the first.",
        "روز پایان پیش از روز آغاز است.",
    ),
    "mission-changed-meanwhile": (
        "Somebody else has changed this mission meanwhile; look at it again.",
        "در این میان کس دیگری این هیئت را تغییر داده است؛ دوباره ببینید.",
    ),
}
