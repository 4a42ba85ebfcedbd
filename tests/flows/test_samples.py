"""Pages before and after, as the report of a run shows them."""

import json
from pathlib import Path

from command import Run, story

from flows.outcome import Outcome, Tally
from flows.samples import samples


def test_a_page_is_shown_with_its_cuts_and_cannot_steer_the_report(kliping: Run, tmp_path: Path) -> None:
    first, rest = story(1).split("\n\n", 1)
    text = (
        f"{first} | <img src=x onerror=alert(1)> [klik](http://jahat.example) `x`\n\n{rest}\n\nBaca juga: Harga | Gabah"
    )
    page = {"url": "https://kabar.example/1", "text": text}
    (tmp_path / "satu.jsonl").write_text(json.dumps(page))
    assert kliping("run", "satu.jsonl").returncode == 0
    outcome = Outcome(outlets={"(unknown)": Tally(1, 1, sample=f"{tmp_path}/satu.jsonl#1"), "lain": Tally(1)})
    said = samples(outcome, f"sqlite:///{tmp_path}/kliping.db")
    assert "](https://kabar.example/1)" in said
    assert "| cut: crosslink | ~~Baca juga: Harga \\| Gabah~~ |" in said
    assert "| yes | Warga Lembayung memperbaiki saluran air" in said
    assert said.count("<img") == said.count("\\<img") > 0
    assert "](http://jahat" not in said
    assert said.count("###") == 1


def test_a_run_without_articles_has_no_samples() -> None:
    assert samples(Outcome(outlets={"(unread)": Tally(3, quarantined=3)}), "sqlite:///nowhere.db") == ""
