"""What adopting and declining proposals refuse."""

SENTENCES = {
    "proposal-reason-not-given": (
        "Write why the proposal is declined; the reason stays with it.",
        "بنویسید چرا پیشنهاد رد می‌شود؛ دلیل کنار آن می‌ماند.",
    ),
    "proposal-name-not-given": (
        "Give the consortium a Persian name before its members are asked.",
        "پیش از پرسیدن از اعضا، نامی فارسی برای کنسرسیوم بنویسید.",
    ),
    "proposal-members-taken": (
        "%(count)s of the proposed members have joined another consortium since; "
        "form consortia anew.",
        "%(count)s عضو پیشنهادی در این میان به کنسرسیوم دیگری پیوسته‌اند؛ "
        "کنسرسیوم‌ها را از نو تشکیل دهید.",
    ),
    "proposal-members-joined": (
        "%(count)s of the proposed members were found to be records of other units since; "
        "form consortia anew.",
        "در این میان روشن شد که %(count)s عضو پیشنهادی ردیف تکراری واحد دیگری است؛ "
        "کنسرسیوم‌ها را از نو تشکیل دهید.",
    ),
}
