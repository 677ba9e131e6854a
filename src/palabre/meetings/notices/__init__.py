"""Who is told of what happens to a meeting, what their mail says, and the line on their day.

A mail says when, and leads to the page; what the meeting is about and where it is stays inside.
"""

from palabre.meetings.notices import letters, news, who

__all__ = ["letters", "news", "who"]
