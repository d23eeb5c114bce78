"""What the market plan and the guild's part refuse."""

SENTENCES = {
    "plan-table-not-sound": (
        "%(file)s is no sound table of %(table)s: %(problem)s.",
        "%(file)s جدول درستی از %(table)s نیست: %(problem)s.",
    ),
    "plan-worth-too-large": (
        "Group %(group)s would send more than %(most)s dollars a year; look at its units and "
        "its value of a unit.",
        "گروه %(group)s بیش از %(most)s دلار در سال می‌فرستد؛ واحدها و ارزش هر واحد آن را ببینید.",
    ),
    "plan-without-markets": (
        "%(file)s names no market with a potential for any good of the supply, so there is "
        "nothing to plan.",
        "در %(file)s هیچ بازاری برای کالاهای این عرضه پتانسیل ندارد؛ پس چیزی برای برنامه نیست.",
    ),
    "plan-of-two-exporters": (
        "%(file)s holds the potentials of %(exporters)s; a plan is of one country.",
        "در %(file)s پتانسیل %(exporters)s آمده است؛ یک برنامه از آنِ یک کشور است.",
    ),
    "plan-effort-not-possible": (
        "%(name)s must be above zero; it is %(value)s.",
        "مقدار %(name)s باید بیش از صفر باشد؛ اکنون %(value)s است.",
    ),
    "plan-without-groups": (
        "There is no group of goods to plan for: form consortia first, and adopt or leave them "
        "proposed.",
        "گروهی از کالاها نیست که برایش برنامه ساخته شود: نخست کنسرسیوم‌ها را تشکیل دهید.",
    ),
    "plan-market-unknown": (
        "The potentials of %(exporter)s tell nothing of heading %(hs4)s in %(importer)s.",
        "در پتانسیل‌های %(exporter)s چیزی از سرفصل %(hs4)s در %(importer)s نیست.",
    ),
    "plan-certificate-does-not-hold": (
        "A plan was found, but its certificate did not hold when it was reckoned again "
        "(findings: %(count)s; the first: %(first)s). Nothing was written.",
        "برنامه‌ای یافت شد، ولی گواهی آن در محاسبه دوباره درست درنیامد "
        "(%(count)s یافته؛ نخستین آن: %(first)s). چیزی نوشته نشد.",
    ),
}
