"""Which kind of issuer raises which category: shares of documents as a heatmap."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from analysis.base.words import name_side, name_value, translate
from analysis.corpus.tables import ENTITY_TYPES
from analysis.figures.page import GREY, INK, SHADES, use_style

MILLIMETRES = 1 / 25.4


def lay_shares(
    shares: pd.DataFrame, taxonomy: pd.DataFrame, language: str, sides: Sequence[str]
) -> pd.DataFrame:
    """Return categories x kinds of issuer, in the order drawn; blank where none speaks.

    Parameters
    ----------
    shares
        ``category_by_entity``: category, side, entity_type, document_share.
    """
    wide = shares.pivot(
        index="category", columns=["side", "entity_type"], values="document_share"
    )
    order = [(s, e) for s in sides for e in ENTITY_TYPES if (s, e) in wide.columns]
    wide = wide.reindex(index=taxonomy["code"], columns=pd.MultiIndex.from_tuples(order))
    wide.index = pd.Index(taxonomy[f"name_{language}"])
    wide.columns = pd.Index(
        [f"{name_side(s, language)}\n{name_value('entity', e, language)}" for s, e in order]
    )
    return wide


def draw_shares(
    shares: pd.DataFrame,
    taxonomy: pd.DataFrame,
    sides: Sequence[str],
    language: str = "en",
) -> Figure:
    """Draw the share of each kind of issuer's documents that raise each category.

    Parameters
    ----------
    shares
        ``category_by_entity``: category, side, entity_type, document_share.
    taxonomy
        code, domain, order, name_en, name_zh.
    """
    wide = lay_shares(shares, taxonomy, language, sides)
    with use_style():
        figure = Figure(figsize=(170 * MILLIMETRES, 165 * MILLIMETRES))
        axes = figure.add_axes((0.29, 0.06, 0.70, 0.80))
        sns.heatmap(
            wide * 100, ax=axes, cmap=SHADES, vmin=0, vmax=100, annot=True, fmt=".0f",
            annot_kws={"size": 7}, linewidths=1, linecolor="white", cbar=False,
        )  # fmt: skip
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=7, colors=INK)
        axes.set_xticklabels(axes.get_xticklabels(), rotation=0)
        axes.set_yticklabels(axes.get_yticklabels(), rotation=0)
        axes.set(xlabel="", ylabel="")
        n_risks = int((taxonomy["domain"] == "risk").sum())
        axes.axhline(n_risks, color=INK, linewidth=0.8)
        figure.text(0.005, 0.985, translate("shares.title", language), va="top", size=11,
                    weight="bold", color=INK)  # fmt: skip
        figure.text(0.005, 0.015, translate("shares.key", language), size=7, color=GREY)
    return figure
