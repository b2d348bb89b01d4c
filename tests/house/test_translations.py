"""Every sentence of the screens is written in Indonesian, goes through Qt, and has its English."""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

Message = tuple[str, str]
"""Context and sentence."""

# What reads the same in every language: names. The gallery is for those who build widgets, and what
# the picture tour types is an officer's own words.
SAME_EVERYWHERE = {"LIVE Room", "Bahasa Indonesia", "English", "Meja 1"}
EXAMPLES = ("https://",)
NOT_SHOWN_TO_OFFICERS = (
    "widgets/gallery",
    "console/screens.py",
    "console/scenes.py",
    "console/lock_scenes.py",
    "console/alarm_scenes.py",
    "console/basemap_scenes.py",
    "console/drawn_map.py",
    "console/policy_scenes.py",
    "console/shift_scenes.py",
    "console/facility_scenes.py",
)

# Which arguments of a call end on the screen, by place.
SHOWN = {
    "addAction": (0, 1),
    "addItem": (0,),
    "addRow": (0,),
    "add_send": (0,),
    "label": (0,),
    "say": (0, 1),
    "set_empty": (0, 1),
    "setAccessibleDescription": (0,),
    "setAccessibleName": (0,),
    "setHorizontalHeaderLabels": (0,),
    "setPlaceholderText": (0,),
    "setText": (0,),
    "setToolTip": (0,),
    "setWindowTitle": (0,),
    "show_connection": (0,),
    "show_empty": (1, 2, 3),
    "show_error": (0, 1, 2),
    "show_loading": (0,),
    "show_notice": (1, 2, 3),
    "show_state": (1,),
    "refuse": (0,),
    "Act": (2,),
    "Choice": (1, 2, 3, 4),
    "Elided": (0,),
    "Field": (1,),
    "Key": (1,),
    "LaneWords": (1, 2),
    "Lesson": (0, 1),
    "Masked": (1,),
    "Place": (1,),
    "QAction": (0, 1),
    "QCheckBox": (0,),
    "QLabel": (0,),
    "QPushButton": (0, 1),
    "QRadioButton": (0,),
    "Scroller": (1,),
    "Verb": (1,),
}


def messages(file: Path) -> dict[Message, ET.Element]:
    """The translations in a .ts file."""
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


@pytest.fixture(scope="module")
def committed(project: Path) -> Path:
    """The English translation as it is kept."""
    return project / "resources" / "i18n" / "liveroom_en.ts"


@pytest.fixture(scope="module")
def english(committed: Path) -> dict[Message, str]:
    """The English of every sentence."""
    return {at: m.findtext("translation", "") for at, m in messages(committed).items()}


@pytest.fixture(scope="module")
def screens(product: dict[str, ast.Module]) -> dict[str, ast.Module]:
    """The files whose sentences officers read."""
    return {
        file: tree
        for file, tree in product.items()
        if file.startswith(("console/", "widgets/")) and not file.startswith(NOT_SHOWN_TO_OFFICERS)
    }


def words(text: str) -> set[str]:
    """The words of a sentence, without its {places}; short ones are alike in too many languages."""
    return {w.casefold() for w in re.findall(r"[^\W\d_]{4,}", re.sub(r"\{.*?\}", " ", text))}


@pytest.fixture(scope="module")
def indonesian(english: dict[Message, str]) -> set[str]:
    """Words that stand in the sentences and never in their English."""
    ours = {word for _, sentence in english for word in words(sentence)}
    return ours - {word for said in english.values() for word in words(said)}


def test_the_translation_knows_every_sentence_and_no_other(
    project: Path, committed: Path, tmp_path: Path
) -> None:
    """Mend it with `make i18n` and the English of what is new."""
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    assert tool is not None, "pyside6-lupdate comes with PySide6-Essentials"
    copy = shutil.copy(committed, tmp_path / committed.name)
    files = sorted(
        str(file.relative_to(project))
        for floor in ("console", "widgets")
        for file in (project / floor).rglob("*.py")
    )
    options = ["-silent", "-no-obsolete", "-locations", "none", "-sort-messages"]
    subprocess.run([tool, *options, *files, "-ts", str(copy)], cwd=project, check=True)
    held, taken = set(messages(committed)), set(messages(Path(copy)))
    assert taken - held == set(), "sentences without English"
    assert held - taken == set(), "English for sentences that are gone"


def test_every_sentence_has_its_english(committed: Path) -> None:
    unfinished = [
        at
        for at, message in messages(committed).items()
        if (said := message.find("translation")) is None or said.get("type") or not said.text
    ]
    assert unfinished == []


def test_every_place_in_a_sentence_is_in_its_english(english: dict[Message, str]) -> None:
    differing = [
        (at, said)
        for at, said in english.items()
        if sorted(re.findall(r"\{.*?\}|%\w", at[1])) != sorted(re.findall(r"\{.*?\}|%\w", said))
    ]
    assert differing == []


def test_english_begins_and_ends_with_the_same_blanks(english: dict[Message, str]) -> None:
    """Some sentences are joined to others."""

    def blanks(text: str) -> tuple[bool, bool]:
        return text.startswith(" "), text.endswith(" ")

    assert [at for at, said in english.items() if blanks(at[1]) != blanks(said)] == []


def called(call: ast.Call) -> str:
    """The last name of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def plain(node: ast.AST) -> Iterator[str]:
    """The literals in an expression that no call in it takes as an argument."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Call(func=ast.Attribute(value=value)) if called(node) not in ("tr", "translate"):
            yield from plain(value)
        case ast.Call():
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from plain(child)


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, literal) where a literal with letters goes straight to the screen."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or called(node) not in SHOWN:
            continue
        for at in SHOWN[called(node)]:
            for text in plain(node.args[at]) if at < len(node.args) else ():
                fixed = text in SAME_EVERYWHERE or text.startswith(EXAMPLES)
                if re.search(r"[^\W\d_]", text) and not fixed:
                    yield node.lineno, text


def test_nothing_is_shown_without_translation(screens: dict[str, ast.Module]) -> None:
    found = [
        f"{file}:{line} shows {text!r} without tr()"
        for file, tree in screens.items()
        for line, text in untranslated(tree)
    ]
    assert found == []


def loose(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, literal) of every literal that is neither a docstring nor inside tr()."""
    if isinstance(node, ast.Call) and called(node) in ("tr", "translate"):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        yield from loose(child)


def test_no_indonesian_word_hides_outside_of_translation(
    screens: dict[str, ast.Module], indonesian: set[str]
) -> None:
    found = [
        f"{file}:{line} says {text!r} outside of tr()"
        for file, tree in screens.items()
        for line, text in loose(tree)
        if words(text) & indonesian and text not in SAME_EVERYWHERE
    ]
    assert found == []


def sentences(node: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, literal) of three words and more in any language; faults speak to the log."""
    if isinstance(node, ast.Raise | ast.Assert):
        return
    if isinstance(node, ast.Call) and called(node) in ("tr", "translate"):
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and re.search(
        r"(\b[^\W\d_]{2,} ){2}[^\W\d_]{2,}", str(node.value)
    ):
        yield node.lineno, str(node.value)
    for child in ast.iter_child_nodes(node):
        yield from sentences(child)


def test_no_sentence_of_any_language_hides_outside_of_translation(
    screens: dict[str, ast.Module],
) -> None:
    """Of what is drawn; the rest of the console speaks English to its log."""
    found = [
        f"{file}:{line} says {text!r} outside of tr()"
        for file, tree in screens.items()
        if file.startswith(("console/pages/", "widgets/"))
        for line, text in sentences(tree)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("said = 'Save the file first'", ["Save the file first"]),
        ("words = {'full': 'Cakram ini sudah penuh'}", ["Cakram ini sudah penuh"]),
        ("raise ValueError('nothing is open yet')", []),
        ("said = tr('Cakram ini sudah penuh')", []),
        ("restyle(self, 'kind', 'verb-primary')", []),
    ],
)
def test_a_sentence_is_seen_wherever_it_stands(source: str, seen: list[str]) -> None:
    assert [text for _, text in sentences(ast.parse(source))] == seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("button.setText('Teruskan')", ["Teruskan"]),
        ("button.setText(self.tr('Teruskan'))", []),
        ("button.setText(translate('acts', 'Teruskan'))", []),
        ("button.setText(self.tr('{n} baru').format(n=1))", []),
        ("button.setText('{n} baru'.format(n=1))", ["{n} baru"]),
        ("label(f'{n} baru', font)", [" baru"]),
        ("label(f'{n} · {word}', font)", []),
        ("menu.addAction('English')", []),
        ("Scroller(self, 'Angka')", ["Angka"]),
        ("Lesson('Mulai', self.tr('Di sini'), ('bell',))", ["Mulai"]),
        ("banner.show_notice('error', 'Gagal' if bad else self.tr('Baik'))", ["Gagal"]),
        ("place.setAccessibleName(known.get('board', ''))", []),
    ],
)
def test_what_goes_straight_to_the_screen_is_seen(source: str, seen: list[str]) -> None:
    assert [text for _, text in untranslated(ast.parse(source))] == seen
