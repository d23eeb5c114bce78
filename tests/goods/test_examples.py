"""Phrases a maker would write, and what the house answers."""

import pytest

from hamafza.goods.questions import QuestionKind
from hamafza.goods.verdict import ReasonKind
from hamafza.runs.classifying import classify_one, wording


def first(text: str) -> str:
    return classify_one(text).candidates[0].hs6


@pytest.mark.parametrize(
    ("text", "hs6"),
    [
        ("فرش دستباف پشمی", "570110"),
        ("فرش دستباف ابریشم", "570190"),
        ("فرش ماشینی", "570242"),
        ("رومیزی پته‌دوزی", "630259"),
        ("کفش چرم مردانه", "640399"),
        ("درب آلومینیومی", "761010"),
        ("پسته بو داده", "200819"),
        ("پسته با پوست", "080251"),
        ("silk scarf", "621410"),
        ("پایه تلویزیون", "830250"),
        ("سرویس چای‌خوری مسی", "741810"),
        ("کت تک زنانه", "620433"),
        ("sweater", "611030"),
        ("T-shirt, polo shirt", "610910"),
        ("denim pants", "620342"),
    ],
)
def test_an_article_with_its_material_has_one_code(text, hs6):
    assert first(text) == hs6


@pytest.mark.parametrize(
    ("text", "hs4"),
    [("woven shirts & trousers", "6205"), ("sweaters", "6110"), ("ladies skirts", "6204")],
)
def test_garments_of_an_english_registry_find_their_heading(text, hs4):
    assert first(text)[:4] == hs4


def test_a_craft_on_a_ground_cloth_is_no_article_and_asks_one_question():
    verdict = classify_one("پته‌دوزی روی شال")
    assert verdict.candidates[0].probability < 0.5
    assert verdict.question.kind is QuestionKind.CRAFT
    assert [answer.code for answer in verdict.question.answers] == ["630259", "630419", "621420"]
    told = wording().question(verdict.question, "fa")
    assert "رومیزی" in told and "6302.59" in told


def test_the_answer_to_the_question_decides():
    assert first("رومیزی، پته‌دوزی روی شال") == "630259"


def test_an_article_of_unknown_material_asks_for_the_material():
    verdict = classify_one("کفش")
    assert verdict.question.kind is QuestionKind.ARTICLE
    assert {answer.code[:4] for answer in verdict.question.answers} == {"6402", "6403", "6404"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("تعمیر چرخ خیاطی", "SB"), ("طراحی سایت", "SI"), ("web design", "SI"), ("باربری", "SC")],
)
def test_a_service_is_no_good_and_says_so(text, code):
    verdict = classify_one(text)
    assert verdict.service_code == code
    assert verdict.candidates == ()
    assert verdict.reason.kind is ReasonKind.SERVICE


def test_making_and_installing_a_thing_is_still_the_thing():
    assert first("ساخت و نصب کابینت آشپزخانه")[:4] == "9403"


def test_the_reason_names_the_words_and_the_rule():
    reason = classify_one("لنت ترمز پراید").reason
    assert reason.kind is ReasonKind.RULE
    assert reason.words == ("لنت ترمز", "پراید")


def test_what_is_said_after_a_comma_is_said_of_the_article():
    assert first("روتختی، پته‌دوزی") == "630419"
    assert first("کفش مردانه، چرم طبیعی")[:4] == "6403"


def test_spelling_of_another_keyboard_changes_nothing():
    assert first("فرش دستباف ابریشمی") == first("فرش دست\u200cباف ابريشمي")


def test_the_question_is_in_the_language_of_the_words():
    persian, english = classify_one("کفش"), classify_one("shoes")
    assert "کدام" in wording().question(persian.question, persian.language)
    assert "Which" in wording().question(english.question, english.language)


def test_a_part_of_a_thing_is_not_the_thing():
    verdict = classify_one("زانویی تلویزیون پلاستیکی مخصوص")
    led = classify_one("غلاف تلویزیون")
    assert led.candidates[0].probability < 0.9
    assert verdict.candidates[0].hs4 != "8528"


def test_a_small_word_between_two_goods_joins_no_third():
    assert first("هل و زعفران")[:4] == "0908"
    assert first("هلو")[:4] == "0809"
