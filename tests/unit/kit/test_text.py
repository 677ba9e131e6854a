"""Text cleaned on the way in, safe on the way out."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.text import clean, french_spaces, html, one_line, plain, word_diff

NAMES = [
    "Awa Traoré",
    "Ọlá‑ Adébáyọ̀",
    "Nguyễn Thị Ánh",
    "عائشة الزهراء",
    "شبنم می‌خواهد",  # the joiner U+200C is part of the spelling
    "רחל",
    "क्षत्रिय श्री",
    "ক্‍ষ",  # U+200D too
    "ശ്രീ ന്‍",
    "සිංහල ක්‍ෂ",
    "ภาษาไทย",
    "አዲስ አበባ",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "ߒߞߏ",
    "李小龙",
    "ひらがな カタカナ",
    "한국어",
    "Ἀθηνᾶ",
    "Ђорђе",
    "𞤀𞤣𞤤𞤢𞤥",
    "👩🏾‍🌾 Fatou",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ailsa",
    "❤️‍🔥",
    "O’Neil-d’Œuvre",
]

XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/sign-out/)",
    "[x](\x01javascript:alert(1))",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x][y]\n\n[y]: https://evil.example/pixel.png",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "onmouseover=alert(1)")',
    '[x](https://ok.example"onmouseover="alert(1))',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "<style>@import 'https://evil.example'</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<base href=https://evil.example>",
    "<form action=https://evil.example><input name=a></form>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><script>alert(1)</script>-->",
    "<details open ontoggle=alert(1)>",
    "<p style=position:fixed>",
    "| <script>x</script> |\n|-|\n| <img src=x onerror=alert(1)> |",
    "# <svg onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<a href=https://ok.example onclick=alert(1)>x</a>",
    '<https://evil.example/"onmouseover=alert(1)>',
    "[a](mailto:x@example.org?subject=%0d%0aBcc:y@example.org)",
]
ALLOWED = {
    "p",
    "br",
    "hr",
    "blockquote",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "s",
    "code",
    "pre",
    "a",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_comes_through_whole(name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\0b\x1b[31mc\x7f\x9b", "ab[31mc"),
        ("\tune colonne\tdeux ", "une colonne\tdeux"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("\u2066a\u2069\u202ab\u202c", "ab"),
        ("\ufeffa\ufffe", "a"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("a\ud800b", "ab"),
        ("cache\U000e0061\U000e0062", "cache"),
        ("\U0001f3f4\U000e0061", "\U0001f3f4"),
        (" \u200b\u200d\u2060 ", ""),
        ("\u3164\u115f", ""),
        ("\u200e", ""),
    ],
)
def test_what_hides_or_reorders_is_dropped(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@settings(deadline=None)
@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [sign for sign in once if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"]
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\r")


def test_a_title_stays_on_one_line_and_keeps_its_french_spaces() -> None:
    assert one_line("  Quoi\u202f?\n\tRien\u00a0: ") == "Quoi\u202f? Rien\u00a0:"


@pytest.mark.covers("SR-52")
@pytest.mark.parametrize("attack", XSS)
def test_nothing_that_is_written_runs_or_fetches(attack: str) -> None:
    tree = html5lib.parseFragment(html(attack), namespaceHTMLElements=False)
    for element in tree.iter():
        if element is tree or not isinstance(element.tag, str):
            continue
        assert element.tag in ALLOWED, attack
        assert set(element.attrib) <= {"href", "rel", "start"}, attack
        address = element.attrib.get("href", "https:")
        assert address.startswith(("http:", "https:", "mailto:")), attack


@settings(deadline=None)
@given(st.text(st.sampled_from("<>\"'=()[]!`*_#&;:/ \nabjsx") | st.characters(), max_size=80))
def test_any_text_becomes_allowed_elements_only(text: str) -> None:
    tree = html5lib.parseFragment(html(text), namespaceHTMLElements=False)
    tags = {element.tag for element in tree.iter() if element is not tree and isinstance(element.tag, str)}
    assert tags <= ALLOWED


@pytest.mark.covers("SR-22")
def test_a_picture_is_only_its_description() -> None:
    shown = html("Avant ![la carte](https://evil.example/p.png) après")
    assert shown == "<p>Avant la carte après</p>"


def test_a_link_says_nothing_of_where_it_was() -> None:
    shown = html("[le site](https://example.org/?a=1&b=2)")
    assert shown == ('<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">le site</a></p>')


def test_headings_start_below_those_of_the_page() -> None:
    assert html("# Un\n\n## Deux") == "<h3>Un</h3>\n<h4>Deux</h4>"


def test_tables_and_lists_are_kept() -> None:
    shown = html("|a|b|\n|:-:|-|\n|1|2|\n\n3. trois\n4. quatre\n\n- *x* **y** ~~z~~")
    for part in ("<th>a</th>", "<td>2</td>", '<ol start="3">', "<em>x</em>", "<strong>y</strong>", "<s>z</s>"):
        assert part in shown


def test_french_spaces_in_html_leave_code_and_addresses_alone() -> None:
    shown = html("Oui ! `a : b ;` https://example.org/?a :", lang="fr")
    assert "Oui\u202f!" in shown
    assert "<code>a : b ;</code>" in shown
    assert "https://example.org/?a&nbsp;:" in shown


def test_plain_is_the_words_alone() -> None:
    written = (
        "# Titre\n\nUn **mot** [ici](https://example.org) ![alt](https://x.example/p)\n\n- a\n- `b`\n\n```\ncode\n```"
    )
    assert plain(written) == "Titre\nUn mot ici alt\na\nb\ncode"
    assert "ici (https://example.org)" in plain(written, links=True)
    assert plain("<https://example.org>", links=True) == "https://example.org"


def test_a_change_is_shown_by_words() -> None:
    assert word_diff("Le comité se réunit jeudi.", "Le comité de pilotage se réunit vendredi.") == [
        ("same", "Le comité "),
        ("ins", "de pilotage "),
        ("same", "se réunit "),
        ("del", "jeudi"),
        ("ins", "vendredi"),
        ("same", "."),
    ]


def test_neighbouring_changed_words_are_one_change() -> None:
    assert word_diff("un deux trois quatre", "un 2 3 quatre") == [
        ("same", "un "),
        ("del", "deux trois"),
        ("ins", "2 3"),
        ("same", " quatre"),
    ]


WORDY = st.lists(st.sampled_from(["un", "deux", " ", "\n", ". ", "é", "👩🏾‍🌾", "\r", "x"]), max_size=30).map("".join)


@settings(deadline=None)
@given(WORDY, WORDY)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(text for op, text in pieces if op != "ins") == old
    assert "".join(text for op, text in pieces if op != "del") == new
    assert all(text for _, text in pieces)
    assert all(first[0] != second[0] for first, second in pairwise(pieces))


def test_a_very_long_change_is_shown_whole_rather_than_compared_for_minutes() -> None:
    old, new = "a b " * 20_000, "b c " * 20_000
    assert word_diff(old, new) == [("del", old), ("ins", new)]


@pytest.mark.parametrize(
    ("typed", "set_right"),
    [
        ("Quoi ? Oui! Non : si ; fin", "Quoi\u202f? Oui\u202f! Non\u00a0: si\u202f; fin"),
        ('"x" «oui» « non »', '"x" «\u00a0oui\u00a0» «\u00a0non\u00a0»'),
        ("à 9 h 00, 40 % de 12 €, n° 3", "à 9\u00a0h\u00a000, 40\u00a0% de 12\u00a0€, n°\u00a03"),
        ("https://a.example/?x=1 b@c.example: 9:30", "https://a.example/?x=1 b@c.example: 9:30"),
        ("Vraiment ?!", "Vraiment\u202f?!"),
    ],
)
def test_french_spaces(typed: str, set_right: str) -> None:
    assert french_spaces(typed) == set_right


@settings(deadline=None)
@given(st.text(st.sampled_from("ab1 :;!?«»\u00a0\u202fh%n°/@.")))
def test_french_spaces_twice_change_nothing_more(text: str) -> None:
    once = french_spaces(text)
    assert french_spaces(once) == once
