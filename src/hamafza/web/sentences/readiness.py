"""Readiness: what may be refused when it is filled in, checked or certified."""

SENTENCES = {
    "assessment-not-yours": (
        "This assessment is of another unit.",
        "این ارزیابی از آنِ واحد دیگری است.",
    ),
    "assessment-no-such-answer": (
        "The questions have changed since this page was opened; open it again.",
        "از وقتی این صفحه باز شده پرسش‌ها تغییر کرده است؛ دوباره بازش کنید.",
    ),
    "assessment-not-open": (
        "This assessment is handed in or checked already, so its answers stay as they are.",
        "این ارزیابی تحویل یا بررسی شده است و پاسخ‌هایش همان می‌ماند.",
    ),
    "assessment-not-complete": (
        "Questions still without an answer: %(missing)s. Answer them, then hand the assessment in.",
        "پرسش‌های بی‌پاسخ: %(missing)s. نخست به آن‌ها پاسخ دهید، سپس ارزیابی را تحویل دهید.",
    ),
    "assessment-not-yours-to-check": (
        "The unit belongs to another office, which checks its readiness.",
        "این واحد به دفتر دیگری مربوط است و آمادگی‌اش را همان دفتر بررسی می‌کند.",
    ),
    "assessment-own-help": (
        "You filled in answers of this assessment yourself; another officer checks it.",
        "شما خود در پر کردن این ارزیابی کمک کرده‌اید؛ کارشناس دیگری بررسی‌اش می‌کند.",
    ),
    "assessment-checked-meanwhile": (
        "This assessment waits no more for a check; the last who checked it: %(who)s.",
        "این ارزیابی دیگر در انتظار بررسی نیست؛ آخرین بررسی‌کننده: %(who)s.",
    ),
    "assessment-reason-missing": (
        "Question %(number)s: you found something other than was answered; write the reason.",
        "پرسش %(number)s: آنچه یافته‌اید با پاسخ فرق دارد؛ دلیلش را بنویسید.",
    ),
    "assessment-why-missing": (
        "Write the reason; the unit reads it.",
        "دلیل را بنویسید؛ واحد آن را می‌خواند.",
    ),
    "readiness-certificate-withdrawn": (
        "Certificate %(number)s is withdrawn already.",
        "گواهی %(number)s پیش‌تر پس گرفته شده است.",
    ),
}
