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
        "This very file was sent before as %(file)s; its units are kept already.",
        "همین فایل پیش‌تر با نام %(file)s فرستاده شده و واحدهایش ثبت شده است.",
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
