"""Refusals about long work."""

SENTENCES = {
    "run-is-over": (
        "Run %(run)s has ended; there is nothing left to cancel.",
        "کار %(run)s پایان یافته است و چیزی برای لغو نمانده است.",
    ),
    "run-still-goes": (
        "Run %(run)s is still waiting or under way; cancel it before you begin it again.",
        "کار %(run)s هنوز در نوبت یا در جریان است؛ پیش از آغاز دوباره آن را لغو کنید.",
    ),
}
