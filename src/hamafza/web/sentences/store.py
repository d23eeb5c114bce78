"""What the store refuses."""

SENTENCES = {
    "file-not-found": (
        "There is no file %(file)s; check the name and the folder.",
        "پرونده %(file)s پیدا نشد؛ نام و پوشه آن را بررسی کنید.",
    ),
    "file-not-opened": (
        "%(file)s cannot be opened: %(reason)s.",
        "پرونده %(file)s باز نشد: %(reason)s.",
    ),
    "file-not-readable": (
        "%(file)s could not be read as %(wanted)s.",
        "پرونده %(file)s به صورت %(wanted)s خوانده نشد.",
    ),
    "disk-full": (
        "The disk is full: %(file)s was not written, and what stood there before is untouched.",
        "دیسک پر است: %(file)s نوشته نشد و آنچه پیش‌تر بود دست‌نخورده ماند.",
    ),
    "cannot-write": (
        "%(file)s cannot be written: %(reason)s.",
        "پرونده %(file)s را نمی‌توان نوشت: %(reason)s.",
    ),
    "files-the-same": (
        "%(file)s is asked for twice; what is read and what is written must be different files.",
        "پرونده %(file)s دو بار آمده است؛ آنچه خوانده و آنچه نوشته می‌شود باید پرونده‌های جدا باشد.",
    ),
    "parameters-not-sound": (
        "In the parameters of %(file)s, %(key)s is not usable: %(problem)s.",
        "در پارامترهای %(file)s، مقدار %(key)s به کار نمی‌آید: %(problem)s.",
    ),
}
