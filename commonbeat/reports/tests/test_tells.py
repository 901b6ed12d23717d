"""What tells who is writing is found on the device, in sentences of our own."""

from commonbeat.reports.tests.scripts import ask_script, sentences

_FIND = """
import { findTells } from "./frontend/tells/find";
const { given } = globalThis as any;
(globalThis as any).told = given.map((text: string) => findTells(text).map((one) => one.words));
"""
_LOOKS = """
import { tellsOnlyLooks } from "./frontend/tells/looks";
const { given } = globalThis as any;
(globalThis as any).told = given.map(tellsOnlyLooks);
"""
# One sentence that tells who writes, and one that does not, in each language of the town.
OTHERS = {
    "Me llamo Lucía y vivo encima del bar.": True,
    "Mi hermano esconde el cuchillo en el armario.": True,
    "Un hombre rompió el cristal de la farmacia.": False,
    "Nazywam się Ewa i mieszkam obok.": True,
    "Mój szef zabiera im paszporty.": True,
    "Ktoś ukradł rower spod biblioteki.": False,
    "اسمي ليلى وأسكن قرب المسجد": True,
    "أخي يخفي السلاح": True,
    "سرق رجل هاتف امرأة في الشارع": False,
    "我叫王芳，住在楼上。": True,
    "我的老板拿走了他们的护照。": True,
    "有人在车站偷手机。": False,
}


def found_in(texts: list[str], script: str = _FIND) -> list[list[str]]:
    told: list[list[str]] = ask_script(script, texts)
    return told


def test_of_a_hundred_sentences_that_tell_who_writes_95_are_noticed() -> None:
    texts = sentences("identifying")
    missed = [text for text, found in zip(texts, found_in(texts), strict=True) if not found]
    assert len(texts) == 100
    assert len(missed) <= 5, missed


def test_of_a_hundred_sentences_about_others_fewer_than_20_are_warned_of() -> None:
    texts = sentences("innocent")
    warned = [text for text, found in zip(texts, found_in(texts), strict=True) if found]
    assert len(texts) == 100
    assert len(warned) < 20, warned


def test_sabotage_a_warning_that_knows_no_homes_and_no_people_is_noticed() -> None:
    texts = sentences("identifying")
    blind = _FIND.replace(
        "findTells(text)",
        'findTells(text).filter((one) => one.kind !== "home" && one.kind !== "people")',
    )
    missed = [text for text, found in zip(texts, found_in(texts, blind), strict=True) if not found]
    assert len(missed) > 5


def test_the_other_languages_of_the_town_are_known_a_little() -> None:
    told = found_in(list(OTHERS))
    assert {text: bool(found) for text, found in zip(OTHERS, told, strict=True)} == OTHERS


def test_the_words_themselves_are_shown_once_and_in_order() -> None:
    text = "My name is Priya. I live near my ex. MY EX knows. Mail p.k@example.org."
    assert found_in([text]) == [["My name is Priya.", "I live", "my ex", "p.k@example.org"]]


def test_how_people_look_without_what_they_did_is_noticed() -> None:
    texts = sentences("looks")
    told = ask_script(_LOOKS, texts)
    assert len(texts) == 30
    assert sum(told) >= 27, [text for text, asked in zip(texts, told, strict=True) if not asked]


def test_who_tells_what_people_did_is_not_asked_for_it() -> None:
    texts = sentences("deeds")
    told = ask_script(_LOOKS, texts)
    assert len(texts) == 30
    assert sum(told) <= 3, [text for text, asked in zip(texts, told, strict=True) if asked]


def test_sabotage_a_question_that_never_comes_is_noticed() -> None:
    never = _LOOKS.replace("given.map(tellsOnlyLooks)", "given.map(() => false)")
    assert sum(ask_script(never, sentences("looks"))) < 27
