"""Sentences of the screening room."""

SENTENCES = {
    "screening-no-current-list": (
        "No screening list is loaded, so no deal may go on; give a current list.",
        "هیچ فهرست غربالگری بارگذاری نشده است و هیچ معامله‌ای پیش نمی‌رود؛ فهرست روز را بدهید.",
    ),
    "screening-list-too-old": (
        "The list «%(name)s» is %(days)s days old and the rule allows %(max_days)s: no deal may"
        " go on until a newer one is loaded.",
        "فهرست «%(name)s» %(days)s روز کهنه است و قاعده %(max_days)s روز را می‌پذیرد: تا فهرست"
        " تازه‌تری بارگذاری نشود هیچ معامله‌ای پیش نمی‌رود.",
    ),
    "screening-list-not-readable": (
        "%(file)s is no list in the UN format: %(problem)s.",
        "%(file)s فهرستی در قالب سازمان ملل نیست: %(problem)s.",
    ),
    "screening-name-empty": (
        "«%(name)s» holds no letter or digit; a party is screened by its name.",
        "در «%(name)s» هیچ حرف یا رقمی نیست؛ طرف معامله را با نامش غربال می‌کنند.",
    ),
    "screening-stops": (
        "«%(deal)s» is stopped: a party of it may not be dealt with.",
        "«%(deal)s» متوقف است: با یکی از طرف‌های آن نمی‌توان معامله کرد.",
    ),
    "goods-questions-open": (
        "«%(deal)s» does not go on: a question on its goods is not answered yet.",
        "«%(deal)s» پیش نمی‌رود: پرسشی درباره کالای آن هنوز پاسخ ندارد.",
    ),
    "goods-wait": (
        "«%(deal)s» waits: a screening officer has to decide on its goods first.",
        "«%(deal)s» در انتظار است: نخست کارشناس غربالگری باید درباره کالای آن تصمیم بگیرد.",
    ),
    "goods-stopped": (
        "«%(deal)s» is stopped: its goods may not be sold there.",
        "«%(deal)s» متوقف است: کالای آن را نمی‌توان به آنجا فروخت.",
    ),
    "goods-answered-already": (
        "The questions on the goods of «%(deal)s» are answered; what was said stands.",
        "پرسش‌های کالای «%(deal)s» پاسخ داده شده است و همان پاسخ می‌ماند.",
    ),
    "screening-waits": (
        "«%(deal)s» waits: a screening officer has to look at a party of it first.",
        "«%(deal)s» در انتظار است: نخست کارشناس غربالگری باید یکی از طرف‌های آن را ببیند.",
    ),
    "not-a-screening-officer": (
        "Lists and doubts of screening are for a screening officer.",
        "فهرست‌ها و تردیدهای غربالگری با کارشناس غربالگری است.",
    ),
    "own-deal-not-decided": (
        "Who owns a deal decides on none of its parties; ask another officer.",
        "صاحب معامله درباره طرف‌های آن تصمیم نمی‌گیرد؛ از کارشناس دیگری بخواهید.",
    ),
    "screening-already-decided": (
        "This finding is decided already.",
        "درباره این یافته پیش‌تر تصمیم گرفته شده است.",
    ),
    "screening-decision-needs-reason": (
        "A decision needs its reason, for those who will ask later.",
        "تصمیم باید دلیل داشته باشد، برای کسی که بعدها می‌پرسد.",
    ),
}
