"""Templates: none unused, every POST form guarded, no style or script inside, titles that name only the function."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "palabre"
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*.*") if path.is_file())
HTML = [path for path in TEMPLATES if path.suffix == ".html"]


def name_of(path: Path) -> str:
    return path.as_posix().split("/templates/", 1)[1]


def test_every_template_is_used() -> None:
    """By its whole name, or by its stem in a view of the same room (`meeting_page_of(request, "figures", …)`)."""
    words = "\n".join(path.read_text() for path in [*SOURCE.rglob("*.py"), *TEMPLATES])
    unused = []
    for path in TEMPLATES:
        room = path.relative_to(SOURCE).parts[0]
        near = "\n".join(view.read_text() for view in (SOURCE / room).rglob("*.py"))
        if name_of(path) not in words and f'"{path.stem}"' not in near and path.name not in near:
            unused.append(name_of(path))
    assert unused == []


@pytest.mark.covers("SR-54", "SR-57")
def test_every_form_that_posts_is_guarded() -> None:
    """`{% guard %}` brings the CSRF token and the key that makes a repeat harmless."""
    bare = [
        name_of(path)
        for path in HTML
        for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL | re.IGNORECASE)
        if re.search(r'method="post"', form, re.IGNORECASE) and "{% guard %}" not in form
    ]
    assert bare == []


@pytest.mark.covers("SR-53")
def test_no_style_script_or_handler_stands_inside_a_page() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son[a-z]+=\"|javascript:", re.IGNORECASE)
    assert [name_of(path) for path in HTML if inline.search(path.read_text())] == []


@pytest.mark.covers("SR-20")
def test_a_title_names_only_the_function_of_the_page() -> None:
    """Nothing of a row may stand in `<title>`: only a translated sentence."""
    for path in HTML:
        for block in re.findall(r"{% block title %}(.*?){% endblock", path.read_text(), re.DOTALL):
            assert "{{" not in block, name_of(path)
            assert "{% text" not in block, name_of(path)


def test_no_sentence_stands_outside_gettext() -> None:
    """Words between tags must come from `{% translate %}`: two plain words in a row are suspect."""
    suspects = {}
    for path in HTML:
        if "public/text/" in path.as_posix():  # one whole file for each language
            continue
        bare = re.sub(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", "", path.read_text(), flags=re.DOTALL)
        bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<[^>]*>", "\n", bare, flags=re.DOTALL)
        found = re.findall(r"[A-Za-zÀ-ÿ]{3,} [A-Za-zÀ-ÿ]{3,}", bare)
        if found:
            suspects[name_of(path)] = found
    assert suspects == {}
