"""What may be refused of the keys of sealed texts."""

SENTENCES = {
    "keys-missing": (
        "The file %(file)s with the keys of sealed texts is not there: put it back from a copy, or "
        "see docs/keys.md.",
        "پرونده کلیدهای رمز (%(file)s) سر جایش نیست؛ آن را از نسخه پشتیبان برگردانید یا "
        "docs/keys.md را ببینید.",
    ),
    "keys-lost": (
        "The database knows of keys whose file %(file)s is gone. Put the file back from a copy; if "
        "it is lost for good, hamafza keys give-up goes on with new ones (docs/keys.md).",
        "پایگاه داده از کلیدهایی خبر دارد که پرونده‌شان (%(file)s) نیست. پرونده را از نسخه پشتیبان "
        "برگردانید؛ اگر برای همیشه گم شده است، hamafza keys give-up با کلیدهای تازه ادامه می‌دهد "
        "(docs/keys.md).",
    ),
    "keys-not-lost": (
        "No key is lost: each that the database knows lies in its file.",
        "هیچ کلیدی گم نشده است؛ هر کلیدی که پایگاه داده می‌شناسد در پرونده‌اش هست.",
    ),
    "keys-busy": (
        "Somebody else is changing the keys at this moment.",
        "در همین لحظه کسی دیگر در حال عوض کردن کلیدهاست.",
    ),
    "key-in-use": (
        "The key %(name)s still seals %(many)s values; finish hamafza keys change first.",
        "کلید %(name)s هنوز %(many)s مقدار را رمز کرده است؛ نخست hamafza keys change را تمام کنید.",
    ),
}
