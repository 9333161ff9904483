"""Who is needed in the room, by the words above it."""

from __future__ import annotations

from analysis.figures.participants import draw_participants
from tests.figures.frames import ROOM, TOPICS, list_texts


def test_heads_of_eight_participants_are_not_cut():
    names = [
        "Government officials",
        "Scientists and academic experts",
        "Foreign-policy specialists",
    ]
    people = {str(n): names[n % 3] for n in range(8)}
    room = ROOM.assign(participant="0")
    words = [
        t.get_text().replace("\n", " ") for t in list_texts(draw_participants(room, people, TOPICS))
    ]
    assert [words.count(name.replace("-", "- ")) for name in names] == [3, 3, 2]
