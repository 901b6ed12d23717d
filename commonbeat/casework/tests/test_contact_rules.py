"""What is advised about words before a reporter gets them, in five languages and for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonbeat.casework.rules import (
    Advice,
    DecisionKind,
    Letter,
    Placeholder,
    Purpose,
    advise,
    contact,
    fill,
    is_as_offered,
    links_out,
    may_send,
    probable_language,
    purpose_of,
    reading_age,
    unknown_gaps,
)
from commonbeat.casework.rules.plain_words import plain_words

GOOD = "Thank you. We look into it now. You will hear from us here by tomorrow."
MOST_SECONDS = 0.3


def advised(text: str, purpose: Purpose = Purpose.ANSWER, **facts: object) -> set[Advice]:
    """Return what is advised about a text."""
    letter = Letter(text, purpose, **facts)  # type: ignore[arg-type]
    return {one.advice for one in advise(letter)}


def test_a_plain_answer_gets_no_advice() -> None:
    assert advised(GOOD, is_anonymous=True) == set()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (f"{GOOD} {{name}}", Advice.GAP),
        (f"Dear [name], {GOOD}", Advice.GAP),
        (f"{GOOD} WE ARE COMING NOW.", Advice.CAPITALS),
        (f"{GOOD} Why didn't you lock it?", Advice.BLAME),
        (f"{GOOD} Why didn’t you lock it?", Advice.BLAME),
        (f"{GOOD} We will catch them.", Advice.PROMISE),
        (f"{GOOD} The perpetrator is not known.", Advice.JARGON),
        (f"{GOOD} We follow the OIC.", Advice.JARGON),
        (f"{GOOD} See https://example.com/help for more.", Advice.CONTACT),
        (f"{GOOD} See example.co.uk for more.", Advice.CONTACT),
        (f"{GOOD} Or 01772 496 0000.", Advice.CONTACT),
        (f"{GOOD} You can call 4321.", Advice.CONTACT),
        ("Thank you. We looked at the camera above the racks.", Advice.NO_NEXT_STEP),
        (f"{GOOD} {'and then we went on ' * 7}", Advice.LONG_SENTENCE),
        (
            "Notwithstanding considerable organisational difficulties, investigators "
            "subsequently established insufficient evidential opportunities, necessitating "
            "administrative finalisation tomorrow by supervisory personnel of this department.",
            Advice.READING_AGE,
        ),
    ],
)
def test_each_advice_is_given_for_what_it_is_about(text: str, advice: Advice) -> None:
    assert advice in advised(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{GOOD} You can call 101 or 999.",
        f"{GOOD} The shape is about 350 metres wide. It was on 23/11/2026 at 9:30.",
        f"{GOOD} Your report is PR-26-000123.",
        f"{GOOD} We mo the lawn.",
        f"{GOOD} The NHS and CCTV help.",
    ],
)
def test_what_is_fine_is_left_alone(text: str) -> None:
    assert advised(text) == set()


def test_a_number_and_a_site_of_our_list_are_known() -> None:
    text = f"{GOOD} Look at https://help.example.org/a or 01772 496 0000."
    assert Advice.CONTACT in advised(text)
    known = frozenset({"help.example.org", "017724960000"})
    assert advised(text, known=known) == set()


def test_asking_who_somebody_is_is_advised_against_only_where_they_chose_not_to_say() -> None:
    text = f"{GOOD} What is your name?"
    assert Advice.ASKS_WHO in advised(text, is_anonymous=True)
    assert Advice.ASKS_WHO not in advised(text, is_anonymous=False)


@pytest.mark.parametrize(
    ("language", "who", "blame", "promise"),
    [
        ("es", "¿Cómo se llama usted?", "¿Por qué no lo cerró?", "Los atraparemos."),
        ("pl", "Jak się nazywasz?", "Dlaczego nie było zamknięte?", "Złapiemy ich."),
        ("ar", "ما اسمك من فضلك؟", "لماذا لم تغلقه؟", "سنقبض عليهم."),
        ("zh-hans", "请问您叫什么名字呢？", "您为什么不锁好呢？", "我们一定会抓住他们。"),
    ],
)
def test_each_language_has_its_own_phrases(
    language: str, who: str, blame: str, promise: str
) -> None:
    found = advised(f"{who} {blame} {promise}", language=language, is_anonymous=True)
    assert {Advice.ASKS_WHO, Advice.BLAME, Advice.PROMISE} <= found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We will write to you here when we have looked at it.", "en"),
        ("Le escribiremos aquí cuando lo hayamos mirado con el equipo de la zona.", "es"),
        ("Napiszemy do ciebie tutaj, gdy to sprawdzimy, i nie jest to długo.", "pl"),
        ("سنكتب لك هنا عندما ننظر في الأمر.", "ar"),
        ("我们查看以后会在这里写给您。", "zh-hans"),
        ("OK", None),
        ("", None),
    ],
)
def test_the_language_of_a_text_is_known_by_its_small_words(
    text: str, language: str | None
) -> None:
    assert probable_language(text, plain_words()) == language


def test_words_in_another_language_than_the_reporters_are_said_to_be() -> None:
    assert Advice.LANGUAGE in advised(GOOD, language="pl")
    assert Advice.LANGUAGE not in advised(GOOD, language="en-gb")


def test_a_question_needs_no_next_step_but_its_answer() -> None:
    assert advised("What colour was the bike?", Purpose.QUESTION) == set()


def test_a_withdrawn_answer_is_said_to_be_one() -> None:
    assert advised(GOOD, is_withdrawn=True) == {Advice.WITHDRAWN}


def test_a_plainer_word_stands_beside_each_police_word() -> None:
    [one] = advise(Letter(f"{GOOD} The perpetrator is not known.", Purpose.ANSWER))
    assert [(found.said, found.better) for found in one.found] == [
        ("perpetrator", "the person who did it")
    ]
    for plain in plain_words().values():
        assert all(plain.jargon.values())


def test_reading_age_grows_with_words_and_sentences() -> None:
    easy = "We saw the dog. It ran to the park. A man had it on a lead. We will look for it again."
    hard = easy.replace(".", " and furthermore investigating officers") + "."
    assert (reading_age(easy) or 99) < 8 < (reading_age(hard) or 0)
    assert reading_age("Too short to say.") is None


def test_words_go_out_without_advice_or_when_all_of_it_was_read_and_they_stay() -> None:
    seen = frozenset({Advice.BLAME})
    assert may_send([], shown=frozenset(), as_it_is=False)
    assert may_send([Advice.BLAME], shown=seen, as_it_is=True)
    assert not may_send([Advice.BLAME], shown=seen, as_it_is=False)
    assert not may_send([Advice.BLAME, Advice.GAP], shown=seen, as_it_is=True)


def test_gaps_of_the_list_are_filled_and_others_are_found() -> None:
    text = "Your report {reference}, {who}, {victim} and {}."
    assert unknown_gaps(text) == ["{victim}", "{}"]
    filled = fill(text, {Placeholder.REFERENCE: "PR-26-1", Placeholder.WHO: "{date}"})
    # What fills a gap is never looked at again.
    assert filled == "Your report PR-26-1, {date}, {victim} and {}."


def test_an_answer_is_as_offered_whatever_lines_are_between() -> None:
    assert is_as_offered("Thank you.\r\n\r\nSara", ["Thank you.\n\nSara"])
    assert not is_as_offered("Thank you! Sara", ["Thank you.\n\nSara"])


def test_every_decision_that_tells_has_a_purpose() -> None:
    assert purpose_of(DecisionKind.ASK) is Purpose.QUESTION
    assert purpose_of(DecisionKind.FILE) is Purpose.CLOSING
    assert purpose_of(DecisionKind.TAKE) is None
    assert links_out("See www.example.com.") == ["www.example.com"]


TEXTS = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=" .a-@/:{}[]_X0+()éż我ا\n", max_size=600),
)


@settings(max_examples=150, deadline=None)
@given(
    text=TEXTS,
    language=st.sampled_from(["en", "es", "pl", "ar", "zh-hans", "gu", "", "en-gb"]),
    purpose=st.sampled_from(list(Purpose)),
    is_anonymous=st.booleans(),
)
def test_no_text_is_too_much_and_advice_comes_once_in_its_order(
    text: str, language: str, purpose: Purpose, is_anonymous: bool
) -> None:
    letter = Letter(text, purpose, language, is_anonymous)
    keys = [one.advice for one in advise(letter)]
    assert keys == [advice for advice in Advice if advice in keys]
    assert advise(letter) == advise(letter)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_filling_changes_nothing_but_known_gaps(text: str) -> None:
    assert fill(text, {}) == text


LONG = [
    sign * 50_000
    for sign in ("a", "a-", "a.", "{", "[x", "0 ", "+", "我", "A ", "a@", "\n", "why ")
]


def slowest(texts: list[str]) -> float:
    """Return the longest time that advice about a very long text takes, in seconds."""
    worst = 0.0
    for text in texts:
        before = time.process_time()
        advise(Letter(text, Purpose.CLOSING, is_anonymous=True))
        worst = max(worst, time.process_time() - before)
    return worst


def test_advice_about_a_very_long_text_comes_in_time() -> None:
    assert slowest(LONG) < MOST_SECONDS


def test_sabotage_advice_that_reads_a_text_to_its_end_again_and_again_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sabotage: for each sign, all that comes after it is read."""
    monkeypatch.setattr(contact, "gaps_in", lambda text: [str(sum(map(text.count, text)))])
    monkeypatch.setattr(contact, "LONGEST_READ", 50_000)
    assert slowest(LONG[:1]) > MOST_SECONDS
