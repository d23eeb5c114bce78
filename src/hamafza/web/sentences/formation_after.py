"""What is refused of questions asked of a finished formation."""

SENTENCES = {
    "formation-budget-of-another-currency": (
        "%(file)s counts money in %(currency)s and the costs are in %(wanted)s; "
        "use one currency in both.",
        "پول در %(file)s به %(currency)s است و هزینه‌ها به %(wanted)s؛ هر دو را به یک پول بنویسید.",
    ),
    "formation-budget-province-twice": (
        "%(file)s names %(province)s more than once; give each province one row.",
        "در %(file)s نام %(province)s بیش از یک بار آمده است؛ برای هر استان یک ردیف بنویسید.",
    ),
    "formation-budget-not-possible": (
        "%(value)s in %(file)s (%(whose)s) must lie between 0 and %(most)s.",
        "مقدار %(value)s در %(file)s (%(whose)s) باید میان ۰ و %(most)s باشد.",
    ),
    "formation-count-not-possible": (
        "%(name)s must lie between %(least)s and %(most)s; it is %(value)s.",
        "مقدار %(name)s باید میان %(least)s و %(most)s باشد؛ اکنون %(value)s است.",
    ),
    "formation-units-not-of-run": (
        "%(count)s units of the consortia in %(folder)s are not in the table of units, unit "
        "%(unit)s among them; name the units the run was made of.",
        "%(count)s واحد از کنسرسیوم‌های %(folder)s در جدول واحدها نیست، از جمله واحد %(unit)s؛ "
        "واحدهایی را نام ببرید که گروه‌بندی از آن‌ها است.",
    ),
    "formation-share-not-possible": (
        "Weights can be moved by a share from 0 to below 1, not %(share)s.",
        "وزن‌ها را می‌توان به سهمی از ۰ تا کمتر از ۱ جابه‌جا کرد، نه %(share)s.",
    ),
    "formation-run-without-groups": (
        "The formation in %(folder)s proposed no consortium, so there is nothing to ask about.",
        "گروه‌بندی %(folder)s هیچ کنسرسیومی پیشنهاد نکرده است؛ چیزی برای پرسیدن نیست.",
    ),
}
