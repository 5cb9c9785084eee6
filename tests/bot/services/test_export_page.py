"""The page of an export reads like a page: days and names, not what only programs need."""

import html
import re
from typing import Any

from bot.services.export_page import page_of

AT = "2026-11-24T09:12:33.123456Z"


def read(own: dict[str, Any], naming: dict[str, Any] | None = None) -> str:
    """What stands on the page, without its tags."""
    told = {
        "made_at": AT,
        "workspace": "T1",
        "user": "U0OWNER",
        "own": own,
        "naming_you": naming or {},
    }
    body = page_of(told).partition("<body>")[2]
    return html.unescape(re.sub(r"<[^>]*>", "|", body))


def test_settings_are_told_in_words() -> None:
    settings = {
        "id": "CklGvV7f7goezgQ5",
        "user": "U0OWNER",
        "state": "active",
        "started_at": AT,
        "work_days": [0, 1, 4],
        "own_days": {"2026-04-03": True, "2026-04-04": False},
        "time_off": [["2026-04-10", "2026-04-14"], ["2026-05-01", "2026-05-01"]],
        "quiet_quarters": False,
        "rhythm": {
            "start": {"day": 1, "at": "08:30"},
            "prompt-1": {"day": None, "at": "10:00"},
            "check-in": None,
        },
        "prompt_turns": [[2, "2026-03-02"], [4, None]],
        "planned_until": AT,
    }
    page = read({"managers": [settings]})
    for words in (
        "Made on 24 November 2026, 09:12 (UTC) for U0OWNER.",
        "|Started||24 November 2026, 09:12 (UTC)|",
        "|Work days||Monday, Tuesday and Friday|",
        "3 April 2026: A day off\n4 April 2026: A work day",
        "10 April 2026 to 14 April 2026\n1 May 2026|",
        "|Quiet at the end of a quarter||no|",
        "Week start: Tuesday 08:30\nPrompt: 10:00\nCheck-in: not at all|",
        "every 2 weeks from 2 March 2026 on\nevery 4 weeks|",
    ):
        assert words in page
    for left_out in ("CklGvV7f7goezgQ5", "lanned until", "[", "{", ".123"):
        assert left_out not in page


def test_rows_come_oldest_first_without_marks_for_programs() -> None:
    rows = [
        {"id": f"id{day}", "habit": "share_why", "about_day": f"2026-03-0{day}", "at": at}
        | {"source": "check-in", "source_id": "x1"}
        for day, at in ((3, "2026-03-03T09:00:00Z"), (2, "2026-03-02T09:00:00Z"))
    ]
    page = read({"practices": rows})
    assert "|Share why||2 March 2026||2 March 2026, 09:00 (UTC)||Check in|" in page
    assert page.index("2 March 2026, 09") < page.index("3 March 2026, 09")
    assert "id2" not in page
    assert "x1" not in page


def test_what_somebody_wrote_stands_as_they_wrote_it() -> None:
    notes = [{"id": "n1", "body": "2026-03-02", "at": AT}, {"id": "n2", "body": "lost_deal"}]
    shared = [{"rep": "Ben", "body": {"next_step": "ask_more", "skills": ["a", "b"]}}]
    page = read({"notes": notes, "pair_notes": shared, "opportunities": [{"event": "lost_deal"}]})
    assert "||2026-03-02|" in page
    assert "||lost_deal|" in page
    assert "Next step: ask_more\nSkills: a, b|" in page
    assert "||A lost deal|" in page


def test_of_a_post_only_people_and_words_are_shown() -> None:
    post = {
        "recipient": "C0TEAM123",
        "parts": [{"text": "Why: because", "people": ["Ben"]}],
        "filled": {"why": "because"},
        "edited": False,
    }
    page = read({"posts": [post], "teams": [{"manager": "m1", "channel": "C0TEAM123"}]})
    assert "C0TEAM123" not in page
    assert "Text: Why: because\nPeople: Ben|" in page
    assert "Only a mark for programs, which data.json has." in page


def test_who_is_named_by_a_manager_sees_whose_row_it_is() -> None:
    page = read({}, {"questions": [{"id": "q1", "manager": "Maya", "asker": "U0OWNER"}]})
    assert "|Manager||Maya|" in page
    assert "Asked by" not in page
