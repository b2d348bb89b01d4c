"""Finding resource files."""

from pathlib import Path

import pytest

import resources


def test_a_file_that_is_there_is_found() -> None:
    assert resources.path("__init__.py") == Path(resources.__file__).resolve()


def test_a_missing_one_is_named_with_its_place_and_the_remedy() -> None:
    with pytest.raises(FileNotFoundError) as told:
        resources.path("cities", "atlantis")
    message = str(told.value)
    assert "'cities/atlantis'" in message
    assert str(Path(resources.__file__).resolve().parent / "cities" / "atlantis") in message
    assert "make setup" in message
