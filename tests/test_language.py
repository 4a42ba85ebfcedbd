"""Which language a text is in, on invented texts, on odd input, and on a measuring set where there is one."""

import json
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

import pytest

from cleaners import language
from cleaners.language import Detected, detect

TEXTS = {
    "id": """Warga Desa Sukamantri mengatakan bahwa jembatan itu rusak karena banjir pada hari Jumat. Pemerintah
        kabupaten berencana membangun jembatan baru, tetapi uang yang tersedia belum cukup, ujar kepala dinas.""",
    "ms": """Penduduk Kampung Seri Mawar berkata bahawa jambatan itu rosak kerana banjir pada hari Jumaat. Kerajaan
        negeri bercadang membina jambatan baharu, namun wang yang ada belum mencukupi, kata pengarah jabatan.""",
    "jv": """Warga Desa Wringinsari kandha yen kreteg kuwi rusak amarga banjir ing dina Jemuwah. Pamarentah
        kabupaten arep nggawe kreteg anyar, nanging dhuwite isih durung cukup kanggo tuku wesi lan semen.""",
    "su": """Warga Desa Cikembang nyarios yen sasak eta teh ruksak kusabab caah dina poe Jumaah. Pamarentah
        kabupaten rek nyieun sasak anyar, tapi duitna can cukup pikeun meuli beusi jeung semen.""",
    "en": """Villagers say that the old bridge broke when the river rose on Friday night. The district wants to build
        a new one, but there is not enough money for the steel, said the head of the public works office.""",
    "nl": """Bewoners van het dorp zeggen dat de oude brug is bezweken toen het water vrijdagnacht steeg. De gemeente
        wil een nieuwe brug bouwen, maar er is nog niet genoeg geld voor het staal, zei de wethouder.""",
    "ar": """قال سكان القرية إن الجسر القديم انهار عندما ارتفع منسوب النهر مساء الجمعة، وتريد البلدية بناء جسر جديد
        لكن المال لا يكفي لشراء الحديد.""",
    "tl": """Sinabi ng mga taga-nayon na nasira ang lumang tulay nang tumaas ang ilog noong Biyernes ng gabi. Nais ng
        munisipyo na magtayo ng bago, ngunit kulang pa ang pera para sa bakal, ayon sa pinuno ng tanggapan.""",
    "tr": """Belediye yeni bir köprü yapmak istiyor, fakat çelik için yeterli para henüz yok. Köprü geçen hafta nehir
        yükselince çöktü; saat dokuzda gelen müdür böyle dedi.""",
    "sw": """Wakazi wa kijiji wanasema kwamba daraja la zamani lilivunjika mto ulipofurika Ijumaa usiku. Wilaya
        inataka kujenga daraja jipya, lakini hakuna fedha za kutosha kununua chuma, alisema mkuu wa ofisi.""",
}
NEIGHBOURS = {
    "min": "Urang kampuang mangatoan jambatan lamo alah rusak dek banjir, indak ado pitih untuak mambuek nan baru.",
    "bew": "Orang kampung pade bilang jembatan ntu udeh rusak, kite kagak punye duit buat bikin nyang baru.",
    "bjn": "Urang kampung bapadah jambatan nitu rusak imbah banjir, kada cukup duit gasan maulah nang hanyar.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_gets_its_label(code: str) -> None:
    found = detect(TEXTS[code])
    assert found.language == code
    assert 0.5 < found.confidence <= 1


@pytest.mark.parametrize("code", ["id", "ms", "jv", "su", "en", "nl", "tl"])
def test_capitals_change_nothing(code: str) -> None:
    assert detect(TEXTS[code].upper()) == detect(TEXTS[code])


@pytest.mark.parametrize("code", NEIGHBOURS)
def test_a_neighbour_is_not_taken_for_indonesian(code: str) -> None:
    assert detect(NEIGHBOURS[code]).language == code


@pytest.mark.parametrize("code", ["tl", "tr", "sw"])
def test_foreign_words_that_look_indonesian_do_not_make_it_so(code: str) -> None:
    words = TEXTS[code].split()
    pieces = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    assert not {detect(piece).language for piece in pieces} & {"id", "ms"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (TEXTS["id"], False),
        (TEXTS["su"], False),
        (NEIGHBOURS["bew"], False),  # Indonesian to pycld2, not so by its words, and langdetect does not know it
        ("Sidang ditunda besok", False),  # no telling words, so it stays open whatever langdetect hears
        ("Kapal nelayan Kuala Perlis tiba, ada Kapolda bareng dewan", True),  # Malay to pycld2, not so by its words
        (TEXTS["nl"], True),  # no telling words to confirm it
    ],
)
def test_langdetect_is_asked_where_the_others_do_not_agree_and_it_has_a_say(
    text: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[str] = []
    hear = language._hear

    def ask(head: str) -> tuple[str, float]:
        questions.append(head)
        return hear(head)

    monkeypatch.setattr(language, "_hear", ask)
    detect(text)
    assert bool(questions) is asked


@pytest.mark.parametrize("text", ["karena", "Boleh", "kepolisian", "bertanggungjawab", "Karena, karena: KARENA!"])
def test_one_word_tells_nothing(text: str) -> None:
    assert detect(text) == Detected("und", 0.0)


def test_words_that_contradict_each_other_tell_nothing() -> None:
    assert detect("kerana karena bahawa bahwa").language == "und"


def test_a_name_without_telling_words_stays_open() -> None:
    assert detect("Siti Rahmawati dan Budi Hartono").language == "und"


@pytest.mark.parametrize("text", ["", " \n\t ", "2024 1.000.000 07/08 3-1", "!?… — “”", "\x00\x01\x7f", "🙂🙂🙂"])
def test_without_words_there_is_no_language(text: str) -> None:
    assert detect(text) == Detected("und", 0.0)


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\x85", "\x9f", "\ud83d", "\ufffe", "\U0001ffff", "\ue000", "\u0378"])
def test_characters_that_pycld2_refuses_do_no_harm(odd: str) -> None:
    assert detect(odd + TEXTS["id"].replace(" ", odd + " ")).language == "id"


def test_accents_on_sundanese_are_optional() -> None:
    plain = "Eta budak teh can kungsi nyaho yen imah anu kolot geus dijual ku bapana, komo deui sawahna."
    accented = "Éta budak téh can kungsi nyaho yén imah anu kolot geus dijual ku bapana, komo deui sawahna."
    assert detect(plain).language == detect(accented).language == "su"


def test_only_the_beginning_counts() -> None:
    article = " ".join([TEXTS["id"]] * 10)
    assert detect(article + TEXTS["en"] * 50) == detect(article)


def test_every_process_answers_alike() -> None:
    """langdetect draws at random, and sets are walked in another order in each process."""
    texts = [*TEXTS.values(), *NEIGHBOURS.values(), "Juara Night Run: siapa saja finisher?", "De Vries en Nakamura"]
    program = "import json, sys; from cleaners.language import detect; print([detect(t) for t in json.load(sys.stdin)])"
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert answers == {f"{[detect(text) for text in texts]}\n"}


def test_telling_words_are_stated_once_and_readably() -> None:
    table = tomllib.loads(files("cleaners").joinpath("telling_words.toml").read_text("utf-8"))
    assert {"id", "ms", "jv", "su"} <= table.keys()
    for code, entry in table.items():
        words = entry["words"].split()
        assert words == sorted(set(words)), code
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words), code


LANG_DEV = Path(__file__).parents[2] / "shared/eval/lang_dev/gold.jsonl"


@pytest.mark.skipif(not LANG_DEV.exists(), reason="no measuring texts in ../shared/eval/lang_dev")
def test_floors_on_the_measuring_set() -> None:
    answers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in map(json.loads, LANG_DEV.read_text("utf-8").splitlines()):
        answers[row["bucket"], row["lang"]][detect(row["capture"]).language] += 1

    def shares(bucket: str, code: str) -> tuple[float, float]:
        counts = answers[bucket, code]
        right = counts[code] / counts.total()
        return right, 1 - right - counts["und"] / counts.total()

    for code in ("id", "ms", "jv", "su"):
        assert shares("article", code)[0] >= 0.99, code
        right, wrong = shares("paragraph", code)
        assert right >= 0.95, code
        assert wrong <= 0.02, code
    for code in ("id", "ms"):
        right, wrong = shares("headline", code)
        assert right >= 0.6, code
        assert wrong <= 0.02, code
    for (_, code), counts in answers.items():
        if code in ("tl", "en", "nl", "ar", "vi", "th", "zh"):
            assert not counts["id"], code
