"""Refusals about settings and starting."""

SENTENCES = {
    "not-installed": (
        "There is no installation in %(folder)s, or it is of an earlier version; "
        "hamafza init or hamafza serve brings it up to date.",
        "در %(folder)s نصبی نیست، یا نسخه آن قدیمی است؛ "
        "با hamafza init یا hamafza serve به‌روز می‌شود.",
    ),
    "setting-not-understood": (
        "The setting %(name)s is “%(value)s”, which is not understood; use one of: %(expected)s.",
        "تنظیم %(name)s «%(value)s» است و فهمیده نشد؛ یکی از این‌ها را بنویسید: %(expected)s.",
    ),
    "port-in-use": (
        "Port %(port)s on %(host)s is in use by another program; choose one with --port.",
        "درگاه %(port)s روی %(host)s در دست برنامه دیگری است؛ با --port درگاه دیگری برگزینید.",
    ),
    "server-did-not-start": (
        "The server on %(host)s:%(port)s ended before it answered; its own words stand above.",
        "سرور %(host)s:%(port)s پیش از پاسخ دادن پایان یافت؛ گفته خودش در بالا آمده است.",
    ),
    "host-not-usable": (
        "The server cannot listen on %(host)s: %(reason)s.",
        "سرور نمی‌تواند روی %(host)s گوش کند: %(reason)s.",
    ),
    "demo-size-not-usable": (
        "A demo of %(units)s units cannot be made; ask for %(least)s to %(most)s.",
        "نمایش با %(units)s واحد ساخته نمی‌شود؛ از %(least)s تا %(most)s بخواهید.",
    ),
    "password-not-strong": (
        "This password is not accepted: %(problems)s",
        "این گذرواژه پذیرفته نیست: %(problems)s",
    ),
}
