"""Claims: what may be refused to who says that a record is of the own workshop."""

SENTENCES = {
    "unit-claimed-already": (
        "Somebody signs in for %(unit)s already. If it is your workshop, tell the office on the "
        "next page, with a paper that shows it.",
        "کسی پیش‌تر برای %(unit)s حساب باز کرده است. اگر کارگاه از آنِ شماست، در صفحه بعد با یک مدرک "
        "به کارشناس بگویید.",
    ),
    "unit-without-telephone": (
        "The register has no telephone for %(unit)s to which a code could go. Tell the office on "
        "the next page, with a paper that shows that it is yours.",
        "برای %(unit)s تلفنی ثبت نشده است که رمز به آن برود. در صفحه بعد با یک مدرک به کارشناس "
        "بگویید.",
    ),
    "claim-too-many-codes": (
        "Too many codes were asked for; try again after %(hours)s hours.",
        "رمزهای بسیاری درخواست شده است؛ پس از %(hours)s ساعت دوباره تلاش کنید.",
    ),
    "claim-code-wrong": (
        "This code is not right. Tries left: %(left)s.",
        "این رمز درست نیست. بار باقی‌مانده: %(left)s.",
    ),
    "claim-code-tried-out": (
        "%(tries)s wrong codes: this one counts no more. Ask for a new code.",
        "%(tries)s بار رمز نادرست: این رمز دیگر کار نمی‌کند. رمز تازه‌ای بخواهید.",
    ),
    "claim-code-ran-out": (
        "The code holds for %(minutes)s minutes and has run out. Ask for a new one.",
        "رمز %(minutes)s دقیقه اعتبار دارد و گذشته است. رمز تازه‌ای بخواهید.",
    ),
    "claim-not-open": (
        "This claim is used, decided or has run out; begin again.",
        "این درخواست به کار رفته، تصمیمش گرفته شده یا مهلتش گذشته است؛ از نو آغاز کنید.",
    ),
    "claim-not-yours": (
        "The unit belongs to another office, which decides about it.",
        "این واحد به دفتر دیگری مربوط است و همان دفتر تصمیم می‌گیرد.",
    ),
    "claim-decided-meanwhile": (
        "This claim is decided already, by %(who)s.",
        "تصمیم این درخواست را %(who)s پیش‌تر گرفته است.",
    ),
    "claim-why-missing": (
        "Write the reason; the person is told it.",
        "دلیل را بنویسید؛ به درخواست‌کننده گفته می‌شود.",
    ),
    "claim-no-contact": (
        "Write a mobile number or an e-mail address, so that the answer can reach you.",
        "شماره همراه یا نشانی ایمیل بنویسید تا پاسخ به شما برسد.",
    ),
    "claim-enough-waiting": (
        "Several claims on %(unit)s wait for the office already; they are decided first.",
        "چند درخواست برای %(unit)s نزد کارشناس است؛ نخست آن‌ها بررسی می‌شود.",
    ),
    "evidence-too-large": (
        "The file is too large; at most %(most_mb)s MB. A photograph of the paper is enough.",
        "فایل بزرگ است؛ بیشینه %(most_mb)s مگابایت. عکس مدرک کافی است.",
    ),
    "evidence-not-readable": (
        "The file is neither a PDF nor a photograph (JPEG, PNG).",
        "این فایل نه PDF است و نه عکس (JPEG یا PNG).",
    ),
}
