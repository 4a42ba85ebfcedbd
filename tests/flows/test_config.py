"""Settings: where they come from, what cannot be, and that no password is ever shown."""

from pathlib import Path

import pytest
from command import Run

from flows.settings import SettingsError, settings

SECRET = "rahasiadapur"
URLS = (
    f"postgresql://redaksi:{SECRET}@127.0.0.1:1/kliping",
    f"postgresql://127.0.0.1:1/kliping?user=redaksi&password={SECRET}",
)


def rows(output: str) -> dict[str, tuple[str, str]]:
    """What is in force, and where it comes from, by setting."""
    cells = (
        line.split("   ") for line in output.splitlines() if line.startswith((" KLIPING_", " DATABASE", " PREFECT"))
    )
    return {name: (value, source) for name, value, source, *_ in (list(filter(None, map(str.strip, c))) for c in cells)}


def test_config_says_what_is_in_force_and_from_where(kliping: Run) -> None:
    said = rows(kliping("config", COLUMNS="160", KLIPING_WORKERS="3").stdout)
    assert said["DATABASE_URL"] == ("sqlite:///kliping.db", "default")
    assert said["KLIPING_WORKERS"] == ("3", "environment")
    assert said["PREFECT_API_URL"] == ("none", "default")
    said = rows(kliping("config", "--db", "sqlite:///a.db", COLUMNS="160", DATABASE_URL="sqlite:///b.db").stdout)
    assert said["DATABASE_URL"] == ("sqlite:///a.db", "--db")


def test_what_is_set_is_what_verbs_use(kliping: Run, pages: Path, tmp_path: Path) -> None:
    assert kliping("run", pages, DATABASE_URL="sqlite:///other.db", KLIPING_WORKERS="2").returncode == 0
    assert (tmp_path / "other.db").exists()
    assert "Invalid value for '--workers'" not in kliping("run", pages, KLIPING_WORKERS="1").stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KLIPING_WORKER", "2", "KLIPING_WORKER is no setting; there are KLIPING_USER_AGENT, "),
        ("KLIPING_WORKERS", "dua", "KLIPING_WORKERS: input should be a valid integer"),
        ("KLIPING_WORKERS", "0", "KLIPING_WORKERS: input should be greater than 0"),
        ("KLIPING_OUTLETS", "nowhere/at/all", "KLIPING_OUTLETS: path does not point to a directory"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error(kliping: Run, name: str, value: str, said: str) -> None:
    result = kliping("config", **{name: value})
    assert result.returncode == 2
    assert said in result.stderr


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("verb", ["config", "migrate", "learn", "serve"])
def test_no_password_is_shown(process: Run, url: str, verb: str) -> None:
    agent = "kliping/test (+mailto:redaksi@kabar-rekaan.example)"
    for named in ([], ["--db", url]):
        result = process(verb, *named, DATABASE_URL=url, KLIPING_USER_AGENT=agent)
        assert result.stdout + result.stderr
        assert SECRET not in result.stdout + result.stderr


def test_settings_do_not_hold_a_password_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URLS[0])
    assert SECRET not in repr(settings())
    monkeypatch.setenv("KLIPING_DATABASE_PASSWORD", SECRET)
    with pytest.raises(SettingsError) as error:
        settings()
    assert SECRET not in str(error.value)
