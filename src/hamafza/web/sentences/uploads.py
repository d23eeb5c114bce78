"""What the upload of a registry file, and the correction of a unit, refuse."""

SENTENCES = {
    "upload-file-missing": (
        "No file was chosen.",
        "فایلی برگزیده نشده است.",
    ),
    "upload-too-large": (
        "The file is %(size_mb)s MB and at most %(most_mb)s MB are taken; send it in parts.",
        "حجم فایل %(size_mb)s مگابایت است و حداکثر %(most_mb)s مگابایت پذیرفته می‌شود؛ آن را "
        "چند تکه بفرستید.",
    ),
    "upload-already-read": (
        "%(file)s was read before, into one list; send it again to read it again, and choose that "
        "list.",
        "فایل %(file)s پیش‌تر در یک فهرست خوانده شده است؛ برای خواندن دوباره آن را باز بفرستید و "
        "همان فهرست را برگزینید.",
    ),
    "upload-not-correctable": (
        "%(file)s has no rows set aside that a file could correct.",
        "فایل %(file)s ردیف کنارگذاشته‌ای ندارد که با فایلی اصلاح شود.",
    ),
    "upload-no-such-officer": (
        "%(account)s is no account of an officer who brings registry files.",
        "حساب %(account)s از آنِ کارشناسی نیست که فایل واحدها بیاورد.",
    ),
    "upload-reading-failed": (
        "The reading (run %(run)s) ended as %(state)s; begin it again.",
        "خواندن (اجرای %(run)s) با وضعیت %(state)s پایان یافت؛ آن را دوباره آغاز کنید.",
    ),
    "list-named-already": (
        "There is a list called %(name)s: choose it, or give the new one another name.",
        "فهرستی به نام %(name)s هست؛ همان را برگزینید یا نام دیگری به فهرست تازه بدهید.",
    ),
    "list-not-yours": (
        "This list is kept by others.",
        "این فهرست را دیگران نگه می‌دارند.",
    ),
    "bad-row-decided": (
        "Row %(line)s was put right or left out meanwhile.",
        "ردیف %(line)s در این میان اصلاح یا کنار گذاشته شده است.",
    ),
    "bad-row-cells-differ": (
        "Row %(line)s has %(cells)s cells, and fewer were sent.",
        "ردیف %(line)s دارای %(cells)s خانه است و کمتر فرستاده شد.",
    ),
    "bad-row-no-reason": (
        "Say why row %(line)s is no unit.",
        "بنویسید چرا ردیف %(line)s واحد نیست.",
    ),
    "upload-being-read": (
        "%(file)s is being read now; wait for its end or cancel it first.",
        "فایل %(file)s در حال خوانده شدن است؛ صبر کنید تا تمام شود یا اول آن را متوقف کنید.",
    ),
    "upload-field-twice": (
        "Two columns were chosen for one meaning: %(headings)s. Choose one of them.",
        "برای یک معنا دو ستون برگزیده شده است: %(headings)s. یکی را نگه دارید.",
    ),
    "unit-not-yours": (
        "This unit belongs to another union.",
        "این واحد از اتحادیه دیگری است.",
    ),
    "unit-verified-already": (
        "The unit %(unit)s is verified already.",
        "واحد %(unit)s پیش‌تر تأیید شده است.",
    ),
}
