"""Messages are found, kept and checked without Debian's gettext."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from palabre.config import messages, wording

HEAD = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""
CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext
_("Hello %(name)s")
pgettext("door", "Open")
ngettext("%(n)s chair", "%(n)s chairs", 2)
"""
PAGE = """
{% load i18n %}{% translate "Welcome" %}
{% blocktranslate count n=n %}one{% plural %}{{ n }}{% endblocktranslate %}
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of one module and one page; returns its French catalogue."""
    room = tmp_path / "palabre" / "room"
    (room / "templates").mkdir(parents=True)
    (room / "views.py").write_text(CODE)
    (room / "templates" / "page.html").write_text(PAGE)
    po = tmp_path / "palabre/locale/fr/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEAD)
    monkeypatch.setattr(wording, "HERE", tmp_path / "palabre")
    monkeypatch.setattr(messages, "HERE", tmp_path / "palabre")
    return po


def test_code_and_templates_are_read(house: Path) -> None:
    assert set(wording.extract()) == {
        wording.Message("", "Hello %(name)s", ""),
        wording.Message("door", "Open", ""),
        wording.Message("", "%(n)s chair", "%(n)s chairs"),
        wording.Message("", "Welcome", ""),
        wording.Message("", "one", "%(n)s"),
    }


def test_an_update_adds_what_is_new_drops_what_is_gone_and_keeps_the_rest(house: Path) -> None:
    house.write_text(HEAD + 'msgid "Welcome"\nmsgstr "Bienvenue"\n\nmsgid "Gone"\nmsgstr "Parti"\n')
    assert wording.update(house) == 4
    kept = {entry.msgid: entry.msgstr for entry in polib.pofile(str(house))}
    assert kept["Welcome"] == "Bienvenue"
    assert "Gone" not in kept
    assert wording.update(house) == 0


def test_each_kind_of_problem_is_named(house: Path) -> None:
    wording.update(house)
    catalogue = polib.pofile(str(house))
    for entry in catalogue:
        entry.msgstr = "" if entry.msgid_plural else entry.msgid
        entry.msgstr_plural = {0: "x", 1: "y"} if entry.msgid_plural else {}
    catalogue.save()
    assert wording.problems(house) == []
    catalogue.find("Welcome").flags.append("fuzzy")
    catalogue.find("Hello %(name)s").msgstr = "Bonjour %(nom)s"
    catalogue.find("Open").msgstr = ""
    catalogue.remove(catalogue.find("one"))
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="Parti"))
    catalogue.save()
    kinds = {line.split(":")[0] for line in wording.problems(house)}
    assert kinds == {"fuzzy", "other places to fill", "empty", "missing", "gone from the code"}


def test_a_catalogue_is_compiled_only_when_it_changed(house: Path) -> None:
    house.write_text(HEAD + 'msgid "Welcome"\nmsgstr "Bienvenue"\n')
    assert messages.compile_messages() == 1
    assert messages.compile_messages() == 0
    assert polib.mofile(str(house.with_suffix(".mo")))[0].msgstr == "Bienvenue"
