"""Refusals about the record of changes: what in its chain does not hold."""

SENTENCES = {
    "chain-link-changed": (
        "Event %(number)s (row %(row)s) is not as it was written: its digest belongs to other "
        "words. The %(standing)s before it stand.",
        "رویداد %(number)s (ردیف %(row)s) همان نیست که نوشته شد: اثر انگشتش از آن متن دیگری است. "
        "%(standing)s رویداد پیش از آن درست است.",
    ),
    "chain-link-missing": (
        "Event %(number)s is missing: what stands in its place is a later one (row %(row)s). "
        "The %(standing)s before it stand.",
        "رویداد %(number)s نیست: در جای آن رویدادی پس از آن آمده است (ردیف %(row)s). "
        "%(standing)s رویداد پیش از آن درست است.",
    ),
    "chain-link-does-not-follow": (
        "Event %(number)s (row %(row)s) does not follow the one before it: it was put in, moved, "
        "or the one before it was replaced. The %(standing)s before it hang together.",
        "رویداد %(number)s (ردیف %(row)s) دنباله رویداد پیش از خود نیست: آن را افزوده یا جابه‌جا "
        "کرده‌اند، یا رویداد پیش از آن را عوض کرده‌اند. "
        "%(standing)s رویداد پیش از آن به هم پیوسته است.",
    ),
    "chain-link-out-of-order": (
        "Event %(number)s (row %(row)s) has lost its place: rows of events were exchanged. "
        "The %(standing)s before it stand.",
        "رویداد %(number)s (ردیف %(row)s) سر جای خود نیست: ردیف رویدادها را جابه‌جا کرده‌اند. "
        "%(standing)s رویداد پیش از آن درست است.",
    ),
    "chain-end-missing": (
        "The last events are missing: %(known)s were written and %(standing)s are there.",
        "رویدادهای آخر نیست: %(known)s رویداد نوشته شده و %(standing)s مانده است.",
    ),
    "chain-end-not-known": (
        "The events do not end where the record says: %(standing)s hang together, but the record "
        "says that %(known)s were written, or another last one.",
        "پایان رویدادها با آنچه ثبت شده نمی‌خواند: %(standing)s رویداد به هم پیوسته است، "
        "ولی ثبت شده که %(known)s رویداد نوشته شده، یا آخرین رویداد چیز دیگری بوده است.",
    ),
}
