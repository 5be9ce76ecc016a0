"""Settings: what a file may say, and what is said of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import ConfigError, Settings, as_toml, load


def test_without_a_file_everything_has_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READER_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load() == Settings()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    settings = Settings(theme='odd "name"\\', measure=90, refresh_on_start=True, keys={"next_quote": "x,ctrl+x"})
    file = tmp_path / "config.toml"
    file.write_text(as_toml(settings))
    assert load(file) == settings


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("measur = 80", "there is no setting “measur”; there are: browser, keys, measure"),
        ("measure = '80'", "measure should be a whole number, not '80'"),
        ("measure = true", "measure should be a whole number"),
        ("measure = 8", "measure should be from 40 to 200"),
        ("keys = 3", "keys should be a table"),
        ("[keys]\nquit = 3", "keys.quit should be text"),
        ("theme = ", "is not TOML"),
        ("x = " + "[" * 5_000, "is not TOML"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=r"config\.toml") as caught:
        load(file)
    assert says in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "none.toml")


def test_every_setting_says_what_it_means() -> None:
    text = as_toml(Settings())
    for name in ("theme", "browser", "measure", "timeout", "refresh_on_start"):
        above = text.splitlines()[
            text.splitlines().index(next(line for line in text.splitlines() if line.startswith(f"{name} ="))) - 1
        ]
        assert above.startswith("# ")
