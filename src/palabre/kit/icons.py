"""The drawings, 24 units square, drawn with a line; only those on a page travel with it."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "alert": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01"/>',
    "bell": '<path d="M6 16.5c1.2-1.4 1.5-3 1.5-5.5a4.5 4.5 0 0 1 9 0c0 2.5.3 4.1 1.5 5.5zM10.3 19.5h3.4"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5zM12 6.5v13"/>',
    "calendar": '<path d="M4 6.5h16V20H4zM4 11h16M8 3.5v5M16 3.5v5"/>',
    "chat": '<path d="M4 5.5h16V16h-9l-4.5 4v-4H4z"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>',
    "cross": '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "doc": '<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6"/>',
    "down": '<path d="M12 4v11.5M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15"/>',
    "exit": '<path d="M13 4H6v16h7M10.5 12H20M16.5 8l4 4-4 4"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.6 2.6 3.6 5.4 3.6 8.5s-1 5.9-3.6 8.5C9.4 17.9 8.4 15.1 8.4 12s1-5.9 3.6-8.5z"/>',  # noqa: E501
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.01"/>',
    "key": '<circle cx="8" cy="16" r="4"/><path d="M11 13l8.5-8.5M16 8l3 3"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7.3l3-3a4 4 0 0 0-5.7-5.7L11.7 7M14 10a4 4 0 0 0-5.7-.3l-3 3A4 4 0 0 0 11 18.4L12.3 17"/>',  # noqa: E501
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.01M4.5 12v.01M4.5 17.5v.01"/>',
    "lock": '<path d="M5.5 11h13v9h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "next": '<path d="M9 5.5l6.5 6.5L9 18.5"/>',
    "pen": '<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5"/>',
    "people": '<circle cx="9" cy="9" r="3.2"/><path d="M3 19c.5-3.5 2.8-5 6-5s5.5 1.5 6 5M15.5 6.2a3 3 0 0 1 0 5.6M17.5 14.5c2 .6 3.2 2 3.5 4.5"/>',  # noqa: E501
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.7-4 3.3-6 7-6s6.3 2 7 6"/>',
    "phone": '<path d="M4 10a11 11 0 0 1 16 0M7 13.3a7 7 0 0 1 10 0M10 16.6a3 3 0 0 1 4 0"/><path d="M12 19.5v.01"/>',
    "place": '<path d="M12 21c-4-4.5-6.5-7.7-6.5-11a6.5 6.5 0 0 1 13 0c0 3.3-2.5 6.5-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',  # noqa: E501
    "plus": '<path d="M12 5.5v13M5.5 12h13"/>',
    "prev": '<path d="M15 5.5 8.5 12l6.5 6.5"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9.5h16V17h-3M7 14h10v6H7z"/>',
    "promise": '<circle cx="12" cy="12" r="8.5"/><path d="m8.3 12.3 2.6 2.6 4.8-5.3"/>',
    "ring": '<circle cx="12" cy="12" r="8" stroke-dasharray="2.5 3"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5 5"/>',
    "star": '<path d="m12 4 2.4 5.2 5.6.7-4.1 3.9 1.1 5.6-5-2.8-5 2.8 1.1-5.6L4 9.9l5.6-.7z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>',  # noqa: E501
    "tree": '<path d="M12 21v-8M12 16l-3-2.5M12 15l3-2.5"/><path d="M12 3c4.5 0 8 2.3 8 5.3S17.5 13 12 13s-8-1.7-8-4.7S7.5 3 12 3z"/>',  # noqa: E501
    "up": '<path d="M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 20h15"/>',
}


@cache
def drawn(name: str, extra: str = "") -> SafeString:
    """An inline SVG that assistive technology passes over; the word always stands beside it. KeyError if unknown."""
    css = f"i {extra}".strip()
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S308
