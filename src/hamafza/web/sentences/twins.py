"""Twins: what may be refused when two records are said to be one unit, or two."""

SENTENCES = {
    "twins-not-yours": (
        "A union decides only about records that are all its own.",
        "اتحادیه تنها درباره ردیف‌هایی تصمیم می‌گیرد که همه از آن خودش باشد.",
    ),
    "unit-joined-to-another": (
        "%(unit)s was joined to %(other)s, which counts in its place; say it of that one.",
        "%(unit)s به %(other)s پیوند خورده است که به جای آن به شمار می‌آید؛ درباره همان بگویید.",
    ),
    "twin-in-consortium": (
        "%(unit)s belongs to the consortium “%(consortium)s”, which counts on it; it cannot be "
        "joined to another record until it has left.",
        "%(unit)s در کنسرسیوم «%(consortium)s» است و آن کنسرسیوم رویش حساب می‌کند؛ تا بیرون نیامده "
        "به ردیف دیگری پیوند نمی‌خورد.",
    ),
    "twin-in-order": (
        "%(unit)s has an offer or a share in order %(deal)s, which is still open; it can be "
        "joined once that order is closed.",
        "%(unit)s در سفارش %(deal)s که هنوز باز است پیشنهاد یا سهمی دارد؛ پس از بسته شدن آن "
        "سفارش می‌توان پیوندش داد.",
    ),
    "twin-said-to-differ": (
        "%(one)s and %(other)s were said to be two units, and this would make them one; take that "
        "back first.",
        "گفته شده است که %(one)s و %(other)s دو واحدند و با این پیوند یکی می‌شوند؛ نخست آن تصمیم را "
        "پس بگیرید.",
    ),
    "twin-owners-differ": (
        "%(unit)s and the other record have different owners, by their national codes: a couple, "
        "perhaps, or two workshops. If it is one unit, set its owners right first.",
        "مالک %(unit)s و مالک ردیف دیگر به گواهی کد ملی دو شخص‌اند: شاید زن و شوهر، یا دو کارگاه. "
        "اگر یک واحد است، نخست مالکانش را درست کنید.",
    ),
    "twin-decided-meanwhile": (
        "%(who)s has decided about this pair meanwhile.",
        "در این میان %(who)s درباره این جفت تصمیم گرفته است.",
    ),
    "twin-joined-meanwhile": (
        "These two records have been joined meanwhile.",
        "در این میان این دو ردیف به هم پیوند خورده‌اند.",
    ),
    "twin-joined-by-others": (
        "%(one)s and %(other)s are one unit because of other pairs; take one of those back first.",
        "%(one)s و %(other)s به سبب جفت‌های دیگر یک واحدند؛ نخست یکی از آن‌ها را پس بگیرید.",
    ),
    "twin-not-decided": (
        "Nothing was said of this pair yet, so there is nothing to take back.",
        "هنوز درباره این جفت چیزی گفته نشده است که پس گرفته شود.",
    ),
    "twins-nothing-to-undo": (
        "You have decided about no pair yet.",
        "شما هنوز درباره هیچ جفتی تصمیم نگرفته‌اید.",
    ),
}
