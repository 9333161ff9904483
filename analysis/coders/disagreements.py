"""Every label the coders did not agree on, and how each was settled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.coders.agreement import LABELS, spread


def list_disagreements(codings: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    """Return every label the coders did not agree on, and how it was settled.

    Returns
    -------
    DataFrame
        coding_id, what, one column a coder (blank: gave none), settled (blank: dropped, or
        not settled), reason. In the order of the codings.
    """
    own = codings[codings["coder"].isin(coders) & codings["coding_id"].notna()]
    units = pd.Index(own["coding_id"].unique())
    settled = codings[codings["coder"] == "settled"].drop_duplicates("coding_id")
    settled = settled.set_index("coding_id").reindex(units)
    frames = []
    for label in LABELS:
        if label not in own:
            continue
        table = spread(own, label, units, coders)
        differs = table.fillna("").nunique(axis=1).gt(1)
        frame = table.assign(
            what=label,
            settled=settled[label].astype(object),
            reason=settled["reason"].astype(object) if "reason" in settled else None,
        )
        frames.append(frame[differs.to_numpy(bool)])
    columns = ["coding_id", "what", *coders, "settled", "reason"]
    if not frames or len(coders) < 2:
        return pd.DataFrame(columns=columns)
    found = pd.concat(frames).rename_axis("coding_id").reset_index()
    place = units.get_indexer(found["coding_id"])
    return found.iloc[np.argsort(place, kind="stable")][columns].reset_index(drop=True)


def list_grade_disagreements(
    grades: pd.DataFrame, graders: Sequence[str], consensus: str = "consensus"
) -> pd.DataFrame:
    """Return every category the graders did not agree on, and the grade they settled on.

    Returns
    -------
    DataFrame
        category, one column a grader, consensus (blank where there is none).
    """
    table = grades.pivot(index="category", columns="grader", values="grade").astype(object)
    table = table.reindex(index=grades["category"].unique(), columns=[*graders, consensus])
    differs = table[list(graders)].fillna("").nunique(axis=1).gt(1)
    return table[differs].rename_axis(columns=None).reset_index()
