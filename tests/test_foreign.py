"""Passages in another language than their article; all texts are invented."""

import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_language import NEIGHBOURS, TEXTS

from cleaners import extract, language
from cleaners.foreign import MIN_BYTES, foreign_passages
from cleaners.language import detect, detect_foreign
from cleaners.parts import join
from cleaners.quality import quality
from tests.cleaners.invented import SENTENCES

STORY = [" ".join(SENTENCES[i : i + 2]) for i in range(0, 12, 2)]
QUOTED = [code for code in TEXTS if code != "id"]


def article(*more: str) -> str:
    return "\n\n".join((*STORY[:-1], *more, STORY[-1]))


@pytest.mark.parametrize("code", QUOTED)
def test_a_quotation_in_another_language_is_marked_and_stays(code: str) -> None:
    quotation = " ".join(TEXTS[code].split())
    read = extract(article(quotation).encode(), None, "text/plain")
    assert read.language == "id"
    assert quotation in read.text
    [passage] = read.foreign
    assert (passage.language, read.text[passage.start : passage.end]) == (code, quotation)


@pytest.mark.parametrize("code", QUOTED)
def test_indonesian_is_as_foreign_elsewhere(code: str) -> None:
    assert detect_foreign(TEXTS["id"], code) == "id"
    assert detect_foreign(TEXTS[code], code) is None


@pytest.mark.parametrize("code", ["min", "bew", "bjn"])
def test_a_neighbour_that_pycld2_does_not_know_is_told_by_its_words(code: str) -> None:
    assert detect_foreign(NEIGHBOURS[code], "id") == code


@pytest.mark.parametrize(
    "paragraph",
    [
        *STORY,
        " ".join(TEXTS["id"].split()),
        '"As the river rose."',  # too short to be sure of
        "1. Rose Garden Park, Silver Lake",
        "Fitur lain meliputi lane assist, cruise control, dan parking sensor yang dipasang karena diminta pembeli.",
        "Beliau ialah seorang petani yang biasa menanam padi sendiri, kata anaknya.",
        "Sri Rahayu, Dewi Anggraini, Bambang Sutejo, Wayan Suarsana, Ketut Rasmini",
        "10.000 20.000 30.000 40.000 50.000 60.000 70.000 80.000 90.000 100.000",
    ],
)
def test_indonesian_paragraphs_are_not_foreign(paragraph: str) -> None:
    assert foreign_passages(article(paragraph), "id") == ()


def test_a_text_of_unknown_language_has_nothing_foreign() -> None:
    assert foreign_passages(article(TEXTS["en"]), "und") == ()


def test_langdetect_is_not_asked_for_paragraphs_of_the_archipelago(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(_: str) -> tuple[str, float]:
        raise AssertionError

    monkeypatch.setattr(language, "_hear", ask)
    quotations = [*NEIGHBOURS.values(), TEXTS["ms"], "Sidang ditunda besok, kata Bambang Sutejo kepada Wayan Suarsana."]
    foreign_passages(article(*quotations), "id")


@pytest.mark.parametrize("code", ["tr", "sw", "tl"])
def test_turkish_swahili_and_tagalog_are_never_indonesian(code: str) -> None:
    """As an article, in paragraphs, in sentences, and in any eight words, which are as short as a headline."""
    whole = "\n\n".join([TEXTS[code], *MORE[code]])
    words = TEXTS[code].split()
    pieces = [" ".join(words[i : i + 8]) for i in range(len(words) - 7)]
    sentences = [sentence for sentence in " ".join(words).replace(";", ".").split(". ") if sentence]
    told = Counter(detect(text).language for text in [whole, TEXTS[code], *MORE[code], *sentences, *pieces])
    assert not told.keys() & {"id", "ms"}
    assert told[code] > told.total() / 2
    assert extract(whole.encode(), None, "text/plain").language == code
    assert foreign_passages(whole, code) == ()


MORE = {
    "tr": (
        "Belediye meclisi dün akşam toplandı ve pazar yerinin taşınmasına karar verdi. Esnaf ise bu karardan memnun "
        "değil, çünkü yeni yer şehir merkezine çok uzak.",
        "Balıkçılar bu yıl hamsinin az olduğunu söylüyor. Ankara'dan gelen heyet limanı gezdi.",
        "Anne ve baba, sekiz yaşındaki kızlarının okula yürüyerek gitmesini istemiyor.",
    ),
    "sw": (
        "Wakulima wa kijiji cha Mwembeni wamevuna mahindi mengi mwaka huu baada ya mvua kunyesha kwa wakati. Bei ya "
        "mahindi sokoni imeshuka, lakini wanasema watasubiri hadi mwezi ujao.",
        "Rais alisema kuwa barabara mpya itajengwa kabla ya mwisho wa mwaka, na watoto watapata shule karibu.",
        "Mama alinunua samaki, mchele na sukari dukani, kisha akarudi nyumbani kwa basi.",
    ),
    "tl": (
        "Maraming magsasaka sa bayan ng San Isidro ang nag-ani ng palay noong nakaraang linggo. Mababa ang presyo nito "
        "sa palengke, kaya hihintayin muna nila ang susunod na buwan.",
        "Sabi ng alkalde, itatayo ang bagong kalsada bago matapos ang taon para sa mga mag-aaral.",
        "Bumili ang nanay ng isda, bigas at asukal sa tindahan, saka umuwi sakay ng dyip.",
    ),
}


def test_a_share_is_of_the_characters_of_the_text() -> None:
    text = article(" ".join(TEXTS["en"].split()))
    [passage] = foreign_passages(text, "id")
    share = quality(text, (), [passage]).foreign_share
    assert share == pytest.approx(len(" ".join(TEXTS["en"].split())) / len(text))
    assert quality(text, (), None).foreign_share is None
    assert quality("", ()).foreign_share == 0


PARAGRAPHS = st.lists(st.sampled_from([*STORY, *TEXTS.values(), *NEIGHBOURS.values()]) | st.text(max_size=200))


@given(PARAGRAPHS, st.sampled_from(["id", "ms", "en", "und", "xx"]))
def test_passages_are_whole_paragraphs_in_order(paragraphs: list[str], code: str) -> None:
    text = "\n\n".join(paragraphs)
    pieces, reach = text.split("\n\n"), 0
    for passage in foreign_passages(text, code):
        assert passage.start >= reach
        assert text[passage.start : passage.end] in pieces
        assert len(text[passage.start : passage.end].encode(errors="replace")) >= MIN_BYTES
        assert passage.language not in (code, "und")
        reach = passage.end + 2


def test_time_grows_with_length_only() -> None:
    started = time.perf_counter()
    for text in ("a" * 500_000, "\n\n" * 250_000, "a b " * 125_000, ("x" * 64 + "\n\n") * 2_000):
        foreign_passages(text, "id")
    assert time.perf_counter() - started < 5


def test_passages_of_a_joined_story_are_places_in_the_whole() -> None:
    english = " ".join(TEXTS["en"].split())
    parts = [extract(article(quotation).encode(), None, "text/plain") for quotation in ("", english)]
    parts = [replace(read, part=number) for number, read in enumerate(parts, 1)]
    whole = join([parts[0], replace(parts[1], text=f"{english}\n\n{parts[1].text}")])
    assert {whole.text[p.start : p.end] for p in whole.foreign} == {english}


LANG_DEV = Path(__file__).parents[2] / "shared/eval/lang_dev/gold.jsonl"


@pytest.mark.skipif(not LANG_DEV.exists(), reason="no measuring texts in ../shared/eval/lang_dev")
def test_floors_on_the_measuring_set() -> None:
    """Paragraphs of which one stands in an Indonesian article."""
    told: dict[str, Counter[str | None]] = {}
    for row in map(json.loads, LANG_DEV.read_text("utf-8").splitlines()):
        if row["bucket"] == "paragraph" and len(row["capture"].encode()) >= MIN_BYTES:
            told.setdefault(row["lang"], Counter())[detect_foreign(row["capture"], "id")] += 1
    assert told["id"].keys() == {None}
    for code, least in {"en": 0.98, "ar": 0.98, "nl": 0.9, "tl": 0.95, "su": 0.9, "jv": 0.8, "ms": 0.7}.items():
        assert told[code].keys() <= {code, None}
        assert told[code][code] >= least * told[code].total(), code
