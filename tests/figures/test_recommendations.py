"""Topics and their tracks, by their words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.figures.recommendations import draw_recommendations
from tests.figures.frames import RECOMMENDED, TRACKS, draw, list_texts, read_words


def test_topics_show_understandings_conditions_and_reasons():
    words = read_words(draw("topics"))
    assert words["common:t1:one"] == "3" and words["others:t1:one"] == "2 / 0"
    assert words["common:t2:set aside"] == "0" and words["others:t2:set aside"] == "1 / 4"
    assert words["conditions:t1"].replace("\n", " ") == "Commercial products only"
    assert words["conditions:t2"] == "too sensitive"


def test_topics_set_aside_for_one_reason_stand_together_and_name_it_once():
    aside = [("t2", "too sensitive"), ("t3", "one side only"), ("t4", "too sensitive")]
    rows = [(t, "set aside", 0, 0, 1, np.nan, np.nan, reason) for t, reason in aside]
    table = pd.DataFrame(rows, columns=RECOMMENDED.columns)
    figure = draw_recommendations(table, TRACKS, {t: f"Topic {t}" for t, _ in aside})
    words = [t.get_text() for t in list_texts(figure)]
    assert words.count("too sensitive") == words.count("one side only") == 1
    places = {t.get_gid(): t.get_position()[1] for t in list_texts(figure)}
    assert places["topic:t2"] < places["topic:t4"] < places["topic:t3"]
    assert places["topic:t2"] < places["conditions:t2"] < places["topic:t4"]
