"""The programme: what may be refused."""

SENTENCES = {
    "non-oil-rule-unknown": (
        "There is no non-oil rule “%(rule)s”; known are %(known)s.",
        "قاعده غیرنفتی «%(rule)s» نداریم؛ قاعده‌ها: %(known)s.",
    ),
    "official-total-missing": (
        "The official total of %(year)s under the rule “%(rule)s” is missing; enter it with its"
        " source.",
        "آمار رسمی سال %(year)s با قاعده «%(rule)s» نیست؛ آن را با منبعش وارد کنید.",
    ),
    "exports-above-official-total": (
        "In %(year)s the exports entered (%(exports_usd)s USD) are above the official total"
        " (%(total_usd)s USD); one of the two is wrong.",
        "صادرات واردشده سال %(year)s (%(exports_usd)s دلار) از آمار رسمی (%(total_usd)s دلار)"
        " بیشتر است؛ یکی از این دو درست نیست.",
    ),
    "total-code-too-short": (
        "The official total for code %(code)s is too coarse for the rule “%(rule)s”.",
        "آمار رسمی کد %(code)s برای قاعده «%(rule)s» بیش از اندازه کلی است.",
    ),
    "commitment-evidence-missing": (
        "Write what shows that commitment %(number)s has been kept.",
        "بنویسید چه چیزی نشان می‌دهد تعهد %(number)s انجام شده است.",
    ),
}
