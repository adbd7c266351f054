"""The looks: sizes where a chart is shown, fonts, and that none leaks."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from PIL import Image

from evalkit import charts
from tests.test_charts import SAMPLE, assert_readable, texts_of
from tests.test_heatmap import HEAT, THREE


@pytest.fixture(autouse=True)
def _no_figure_left():
    yield
    plt.close("all")


@pytest.mark.parametrize("draw", [lambda: charts.plot_heat_map(THREE, **HEAT), lambda: charts.plot_trend(SAMPLE)])
def test_in_the_hall_the_smallest_text_is_24_points_on_a_wide_screen(draw, tmp_path):
    with charts.use_look("hall") as look:
        figure = draw().figure
        png, _ = charts.save(figure, tmp_path / "a")
    width, height = figure.get_size_inches()
    grown = 13.333 / width
    assert (width * grown, height * grown) == pytest.approx((13.333, 7.5), abs=0.01)
    sizes = [text.get_size() for ax in figure.axes for text in texts_of(ax)] + [
        text.get_size() for text in figure.texts
    ]
    assert min(sizes) * grown >= 23.99
    with Image.open(png) as image:
        assert image.width == look.pixels == 1920
        assert image.height == pytest.approx(1080, abs=1)


def test_the_document_has_a_serif_and_the_look_ends_with_its_block():
    with charts.use_look("document") as look:
        ax = charts.plot_heat_map(THREE, **HEAT)
    assert look.families[0] in ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")
    assert ax.get_yticklabels()[0].get_fontfamily() == look.families
    assert charts.plot_heat_map(THREE, **HEAT).get_yticklabels()[0].get_fontfamily()[0] == "DejaVu Sans"
    assert mpl.rcParams["font.family"] != look.families


def test_a_remark_stands_in_every_picture_inside_the_block():
    part = "Năm 2022 mới có số liệu của 74/77 tổ chức."
    for look in ("document", "hall"):
        with charts.use_look(look, remark=part):
            figures = [charts.plot_heat_map(THREE, **HEAT).figure, charts.plot_trends(SAMPLE)]
        for figure in figures:
            texts = [*figure.texts, *(text for ax in figure.axes for text in texts_of(ax))]
            assert sum(part in " ".join(text.get_text().split()) for text in texts) == 1
            assert_readable(figure)
    assert part not in [text.get_text() for text in charts.plot_trends(SAMPLE).texts]


def test_an_unknown_look_is_refused():
    with pytest.raises(ValueError, match="allowed: screen, document, hall"), charts.use_look("poster"):
        pass
