"""Changes an owner asks for: what may be refused to the owner or the officer."""

SENTENCES = {
    "change-not-yours": (
        "This request is about a unit outside your reach.",
        "این درخواست درباره واحدی بیرون از دسترس شماست.",
    ),
    "change-nothing": (
        "Nothing differs from what stands there; change a field first.",
        "چیزی با آنچه ثبت شده فرق ندارد؛ نخست خانه‌ای را تغییر دهید.",
    ),
    "change-evidence-needed": (
        "One of these fields needs a paper that shows it: a photograph of the licence is enough.",
        "یکی از این خانه‌ها مدرک می‌خواهد: عکس پروانه کافی است.",
    ),
    "change-asked-already": (
        "A request about one of these fields waits already; take it back first, or wait for it.",
        "درخواستی درباره یکی از این خانه‌ها در انتظار است؛ نخست آن را پس بگیرید یا منتظر بمانید.",
    ),
    "change-decided-meanwhile": (
        "This request waits no more; decided by: %(who)s.",
        "این درخواست دیگر در انتظار نیست؛ تصمیم‌گیرنده: %(who)s.",
    ),
    "change-taken-by-another": (
        "%(who)s has this request before them.",
        "این درخواست نزد %(who)s است.",
    ),
    "change-stale": (
        "Fields that have changed since it was asked: %(count)s. Look at what stands there now, "
        "and say that you have seen it.",
        "خانه‌هایی که پس از درخواست تغییر کرده است: %(count)s. آنچه اکنون ثبت است ببینید و بگویید "
        "که دیده‌اید.",
    ),
    "change-why-missing": (
        "Write the reason; the owner reads it.",
        "دلیل را بنویسید؛ صاحب واحد آن را می‌خواند.",
    ),
}
