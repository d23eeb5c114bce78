"""The page itself: both languages in one file, the one asked for shown first."""

import base64
from html import escape

from hamafza.runs.report import sections
from hamafza.runs.report.facts import PlanFacts
from hamafza.runs.report.words import say
from hamafza.store.resources import font_file, style_sheets

# The switch works without a script: the checked radio decides which language is displayed.
_SWITCH = """
body { display: block; padding-block-end: var(--s-7); }
.tongue { display: none; }
#show-fa:checked ~ .tongue[lang=fa], #show-en:checked ~ .tongue[lang=en] { display: block; }
.switch { position: absolute; opacity: 0; }
.switch:focus-visible ~ .tongue .lang { box-shadow: var(--ring); }
.lang { cursor: pointer; }
.tongue section { margin-block-start: var(--s-7); }
.tongue[lang=en] { --lh: 1.6; --lh-tight: 1.22; line-height: 1.6; }
"""


def page(facts: PlanFacts, language: str) -> str:
    """Return the whole HTML document; it asks nothing of any server."""
    tongues = "".join(_tongue(facts, each) for each in ("fa", "en"))
    switches = "".join(
        f'<input class="switch" type="radio" name="tongue" id="show-{each}"'
        f' aria-label="{"فارسی" if each == "fa" else "English"}"'
        f"{' checked' if each == language else ''}>"
        for each in ("fa", "en")
    )
    title = escape(say("title", language, country=_country(facts, language)))
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}">'
        f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_styles()}</style></head>"
        f"<body>{switches}{tongues}</body></html>\n"
    )


def _tongue(facts: PlanFacts, language: str) -> str:
    other = "en" if language == "fa" else "fa"
    country = _country(facts, language)
    parts = [
        f'<label class="lang" for="show-{other}" lang="{other}">{say("other", language)}</label>',
        f"<h1>{escape(say('title', language, country=country))}</h1>",
        f'<p class="quiet">{escape(say("lead", language, registry=facts.registry_name))}</p>',
        sections.counts(facts, language),
        sections.where(facts, language),
        sections.markets(facts, language),
        sections.families(facts, language),
        sections.groups(facts, language),
        sections.certificate(facts, language),
        sections.reasons(facts, language),
        sections.grounds(facts, language),
    ]
    direction = "rtl" if language == "fa" else "ltr"
    return (
        f'<main class="tongue wrap flow" lang="{language}" dir="{direction}">'
        f'<div class="pagehead"></div>{"".join(parts)}</main>'
    )


def _country(facts: PlanFacts, language: str) -> str:
    return facts.country_fa if language == "fa" else facts.country_en


def _styles() -> str:
    sheets = style_sheets("tokens", "ground", "parts", "tables", "maps")
    packed = base64.b64encode(font_file()).decode()
    source = f"url(data:font/woff2;base64,{packed})"
    return sheets.replace('url("fonts/vazirmatn-fa-latin.woff2")', source) + _SWITCH
