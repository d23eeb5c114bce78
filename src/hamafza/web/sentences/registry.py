"""What reading a registry refuses as a whole."""

SENTENCES = {
    "registry-file-empty": (
        "%(file)s is empty: there is nothing to read in it.",
        "پرونده %(file)s خالی است و چیزی برای خواندن ندارد.",
    ),
    "registry-not-text": (
        "%(file)s is neither a CSV text nor a workbook; save it as CSV (UTF-8) or XLSX.",
        "پرونده %(file)s نه متن CSV است و نه کاربرگ؛ آن را به صورت CSV (UTF-8) یا XLSX ذخیره کنید.",
    ),
    "registry-encoding-damaged": (
        "The letters of %(file)s are damaged: save it once more as CSV (UTF-8) or XLSX.",
        "حروف پرونده %(file)s آسیب دیده است؛ آن را دوباره به صورت CSV (UTF-8) یا XLSX ذخیره کنید.",
    ),
    "registry-too-many-columns": (
        "%(file)s has %(found)s columns and at most %(most)s are read; is the separator right?",
        "پرونده %(file)s به اندازه %(found)s ستون دارد و حداکثر %(most)s ستون خوانده می‌شود؛ "
        "آیا جداکننده ستون‌ها درست است؟",
    ),
    "registry-cell-too-long": (
        "%(file)s holds a cell longer than %(most)s letters; a quotation mark may not be closed.",
        "پرونده %(file)s خانه‌ای بلندتر از %(most)s حرف دارد؛ شاید گیومه‌ای بسته نشده است.",
    ),
    "registry-spreadsheet-broken": (
        "%(file)s does not open as a workbook; save it once more as XLSX, or as CSV (UTF-8).",
        "پرونده %(file)s به صورت کاربرگ باز نشد؛ آن را دوباره به صورت XLSX یا CSV (UTF-8) ذخیره "
        "کنید.",
    ),
    "registry-spreadsheet-swells": (
        "%(file)s unpacks to %(unpacked_mb)s MB, more than a workbook of its size holds; send it "
        "as CSV (UTF-8).",
        "پرونده %(file)s هنگام باز شدن %(unpacked_mb)s مگابایت می‌شود که از کاربرگی به این اندازه "
        "برنمی‌آید؛ آن را به صورت CSV (UTF-8) بفرستید.",
    ),
    "registry-no-records": (
        "%(file)s has no record under its headings.",
        "پرونده %(file)s زیر سرستون‌ها هیچ ردیفی ندارد.",
    ),
    "registry-columns-missing": (
        "%(file)s lacks the columns for %(missing)s; it has: %(found)s; a mapping file can tell "
        "which column is what.",
        "پرونده %(file)s ستونی برای %(missing)s ندارد؛ ستون‌های آن: %(found)s؛ با پرونده نگاشت "
        "می‌توان گفت هر ستون چیست.",
    ),
    "registry-mapping-not-sound": (
        "The mapping speaks of %(key)s: %(problem)s.",
        "نگاشت ستون‌ها از %(key)s می‌گوید: %(problem)s.",
    ),
    "registry-count-not-possible": (
        "%(count)s units cannot be generated; ask for between %(least)s and %(most)s.",
        "%(count)s واحد ساخته نمی‌شود؛ میان %(least)s و %(most)s بخواهید.",
    ),
    "registry-country-unknown": (
        "%(country)s is no country's code; use ISO alpha-3, such as IRN or BGD.",
        "%(country)s کد هیچ کشوری نیست؛ کد سه‌حرفی ISO بنویسید، مانند IRN یا BGD.",
    ),
}
