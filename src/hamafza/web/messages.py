"""Compiles the Persian of every subject: ``python -m hamafza.web.messages``."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent / "locale"


def compile_all(folder: Path = LOCALE) -> list[Path]:
    """Write each ``django.mo`` that is missing or older than its ``django.po``."""
    return [_compile(po) for po in sorted(folder.glob("*/*/LC_MESSAGES/django.po")) if _is_due(po)]


def _is_due(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parts[-3])
    mo = po.with_suffix(".mo")
    beside = mo.with_suffix(".mo.new")
    with beside.open("wb") as target:
        write_mo(target, catalog)
    beside.replace(mo)
    return mo


if __name__ == "__main__":
    for written in compile_all():
        sys.stdout.write(f"{written.relative_to(LOCALE)}\n")
