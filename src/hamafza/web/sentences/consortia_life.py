"""Consortia's lives, by-laws and marks: what may be refused."""

SENTENCES = {
    "consortium-too-few-members": (
        "%(members)s members are not enough; %(needed)s are needed, related ones counted once.",
        "%(members)s عضو کافی نیست؛ %(needed)s عضو لازم است و عضوهای وابسته یکی به شمار می‌آیند.",
    ),
    "consortium-without-promoter": (
        "Nobody promotes this consortium yet; name a promoter first.",
        "این کنسرسیوم هنوز مروجی ندارد؛ نخست مروج را معرفی کنید.",
    ),
    "consortium-promoter-is-lead": (
        "The promoter and the lead are the same; the promoter stands apart.",
        "مروج و سرگروه یکی هستند؛ مروج باید بیرون از گروه باشد.",
    ),
    "consortium-bylaws-not-voted": (
        "The by-laws have not been voted yet.",
        "آیین‌نامه هنوز رأی نیاورده است.",
    ),
    "consortium-pilot-not-done": (
        "A first joint action comes before registration.",
        "پیش از ثبت، نخستین کار مشترک باید انجام شود.",
    ),
    "consortium-may-not-deal-yet": (
        "A consortium that is “%(state)s” takes no orders yet.",
        "کنسرسیوم در وضع «%(state)s» هنوز سفارش نمی‌پذیرد.",
    ),
    "bylaws-clauses-missing": (
        "These clauses are empty: %(clauses)s. By-laws without them cannot be voted on.",
        "این بندها خالی است: %(clauses)s. آیین‌نامه بی آن‌ها به رأی گذاشته نمی‌شود.",
    ),
    "bylaws-vote-of-a-stranger": (
        "%(member)s is no member, so has no vote.",
        "%(member)s عضو نیست؛ پس رأی ندارد.",
    ),
    "bylaws-voted-twice": (
        "The member %(member)s has voted already.",
        "عضو %(member)s پیش‌تر رأی داده است.",
    ),
    "label-quota-exceeded": (
        "%(wanted)s labels are asked for and %(left)s may be issued: one for each of the"
        " %(accepted)s accepted pieces.",
        "%(wanted)s برچسب خواسته شده و %(left)s تا می‌توان داد: برای هر یک از %(accepted)s عدد"
        " پذیرفته‌شده یکی.",
    ),
    "brand-licence-not-valid": (
        "Licence %(licence)s is not valid now (%(state)s); no labels are issued.",
        "مجوز %(licence)s اکنون معتبر نیست (%(state)s)؛ برچسبی داده نمی‌شود.",
    ),
}
