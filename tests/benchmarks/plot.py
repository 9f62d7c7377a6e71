"""A plot of what each row costs over the number of variants."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.errors import BadConfig
from tests.benchmarks.table import LEAST, Result, costs, exponent, names


def draw(results: Sequence[Result], to: Path) -> None:
    """Draw results of one or several sizes, log-log, with exponents in the legend.

    Raises `BadConfig` `plot_impossible` without matplotlib or for another kind of file.
    """
    if to.suffix.lower() not in (".png", ".svg"):
        raise BadConfig("plot_impossible", path=str(to), detail="it must end in .png or .svg")
    try:
        import matplotlib as mpl  # only who develops has it
    except ImportError as error:
        detail = "matplotlib is missing: pip install matplotlib"
        raise BadConfig("plot_impossible", path=str(to), detail=detail) from error
    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "kiosk"  # the same results give the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(10, 6), layout="constrained")
    for name in names(results):
        points = costs(results, name)
        if not points:
            continue
        power = exponent(points)
        unit = next(result[name]["unit"] for result in results if name in result)
        grows = "" if power is None else f": N^{power:.2f}"
        sizes, values = [n for n, _ in points], [max(cost, LEAST) for _, cost in points]
        axes.plot(sizes, values, marker="o", label=f"{name} [{unit}]{grows}")
    axes.set(xscale="log", yscale="log", xlabel="variants in the shop (N)", ylabel="cost")
    axes.grid(visible=True, which="major", alpha=0.3)
    figure.legend(loc="outside right upper", fontsize="small", frameon=False)
    figure.savefig(to, metadata={"Date": None} if to.suffix.lower() == ".svg" else None)
    pyplot.close(figure)
