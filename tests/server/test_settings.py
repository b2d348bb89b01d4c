"""Settings: flags before variables before our own; and what cannot be used is told."""

from pathlib import Path

import pytest

from server.settings import DEFAULT_PORT, SettingsFault, database_url, settings_from


def test_a_flag_comes_before_a_variable_and_a_variable_before_our_own(tmp_path: Path) -> None:
    variables = {"LIVEROOM_DATA": str(tmp_path), "LIVEROOM_PORT": "9000", "LIVEROOM_HOST": "::1"}
    settings = settings_from({"host": "0.0.0.0", "port": None}, variables)
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)
    assert settings.city.name == "kota-tangerang"
    assert settings.database == f"sqlite:///{tmp_path / 'liveroom.db'}"
    assert settings_from({}, {"LIVEROOM_DATA": str(tmp_path)}).port == DEFAULT_PORT


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("/srv/kota.db", "sqlite:////srv/kota.db"),
        ("sqlite:////srv/kota.db", "sqlite:////srv/kota.db"),
        ("postgresql://room@db/kota", "postgresql+psycopg://room@db/kota"),
        ("postgres://room@db/kota", "postgresql+psycopg://room@db/kota"),
    ],
)
def test_a_database_is_a_file_or_postgresql(given: str, url: str, tmp_path: Path) -> None:
    assert database_url(given, tmp_path) == url


def test_the_token_for_measures_comes_from_the_environment_alone(tmp_path: Path) -> None:
    place = {"LIVEROOM_DATA": str(tmp_path)}
    given = {**place, "LIVEROOM_METRICS_TOKEN": "0123456789abcdef"}
    assert settings_from({"metrics_token": "a flag is not asked"}, place).metrics_token == ""
    assert settings_from({}, given).metrics_token == "0123456789abcdef"
    with pytest.raises(SettingsFault, match="LIVEROOM_METRICS_TOKEN"):
        settings_from({}, {**place, "LIVEROOM_METRICS_TOKEN": "short"})


@pytest.mark.parametrize("given", ["mysql://a/b", "postgresql://", "sqlite://", "sqlite:///"])
def test_another_database_is_told(given: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsFault, match="not one this server speaks"):
        database_url(given, tmp_path)


def test_a_path_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsFault, match="--data"):
        settings_from({"data": str(tmp_path / "file")}, {})


def test_how_long_work_may_wait_is_a_number_of_seconds(tmp_path: Path) -> None:
    place = {"LIVEROOM_DATA": str(tmp_path)}
    assert settings_from({}, place).busy_after == 10
    assert settings_from({}, {**place, "LIVEROOM_BUSY_AFTER": "25"}).busy_after == 25
    for given in ("0", "x", "-1", "3601", "1.5"):
        with pytest.raises(SettingsFault, match="LIVEROOM_BUSY_AFTER"):
            settings_from({}, {**place, "LIVEROOM_BUSY_AFTER": given})
