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
}
