"""Messages that leave the house: what may be refused to who writes or repeats one."""

SENTENCES = {
    "message-not-yours": (
        "Only the two institutions' officers send a message again.",
        "پیام را تنها کارشناسان دو نهاد دوباره می‌فرستند.",
    ),
    "message-held-a-secret": (
        "This message held a code or a link that was emptied; a new one is asked for instead.",
        "این پیام رمز یا پیوندی داشت که پاک شده است؛ به‌جایش رمز تازه‌ای بخواهید.",
    ),
    "circular-not-your-members": (
        "This union has no members within your reach.",
        "این اتحادیه عضوی در دسترس شما ندارد.",
    ),
    "circular-audience-changed": (
        "The register has changed: %(shown)s telephones were shown, now there are %(now)s. Count "
        "again, then send.",
        "ثبت واحدها تغییر کرده است: %(shown)s تلفن نشان داده شد و اکنون %(now)s تلفن است. دوباره "
        "بشمارید، سپس بفرستید.",
    ),
    "circular-nobody": (
        "No member has a telephone to which a message may go.",
        "هیچ عضوی تلفنی ندارد که پیام به آن برود.",
    ),
    "circular-too-long": (
        "The message has %(letters)s letters; at most %(most)s.",
        "پیام %(letters)s حرف دارد؛ بیشینه %(most)s.",
    ),
}
