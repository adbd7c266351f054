"""With what units are compared: a target that is set for them, else the figure of the whole; by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evalkit.settings import Settings, Target, UnitTarget
from evalkit.unit_comparison import compare_units
from tests.test_small_boards import member, ratings_of

# 7 of 8 at good or better, 1 of 8 not completed; one unit of 4 has both
ROWS = [member(2022, f"{base}{at}", level, base=base) for base in "AB" for at, level in enumerate("XTTT")]
ROWS[3]["level"] = "not_completed"
GOOD, POOR = {"measure": "good_or_better"}, {"measure": "not_completed"}


def target(sign: str, bound: str, *, kind: type[Target] = Target, **about: Any) -> Any:
    return kind(**{"population": "member", "sign": sign, "bound": Fraction(bound), **GOOD, **about})


@pytest.mark.parametrize(
    ("targets", "own", "expected"),
    [
        pytest.param([], [], ["thấp hơn mức chung 87,50%"], id="nothing is set"),
        pytest.param([target(">=", "0.98")], [], ["thấp hơn mức chung 87,50%"], id="a target is that of the whole"),
        pytest.param(
            [target("<", "0.4", **POOR), target(">=", "0.5")],
            [],
            ["cao hơn mức chung 12,50%", "thấp hơn mức chung 87,50%"],
            id="each in the direction of its target",
        ),
        pytest.param(
            [target(">=", "0.5"), target(">", "0.6"), target("<=", "0.9")],
            [],
            ["thấp hơn mức chung 87,50%", "cao hơn mức chung 87,50%"],
            id="of one direction once",
        ),
        pytest.param(
            [target(">=", "0.98")],
            [target(">=", "0.95", kind=UnitTarget), target("<", "0.2", kind=UnitTarget, **POOR)],
            ["chưa đạt chỉ tiêu riêng ít nhất 95%", "chưa đạt chỉ tiêu riêng dưới 20%"],
            id="targets that are set for units go before",
        ),
        pytest.param(
            [], [target(">=", "0.95", kind=UnitTarget, last=2021)], ["thấp hơn mức chung 87,50%"], id="of earlier years"
        ),
        pytest.param(
            [target(">=", "0.98", first=2023)], [], ["thấp hơn mức chung 87,50%"], id="a target of later years"
        ),
        pytest.param(
            [target(">=", "0.98", population="cell")], [], ["thấp hơn mức chung 87,50%"], id="a target of nobody here"
        ),
    ],
)
def test_units_are_compared_with_the_whole_unless_a_target_is_set_for_them(
    targets: list[Target], own: list[UnitTarget], expected: list[str]
) -> None:
    settings = Settings(targets=tuple(targets), unit_targets=tuple(own))
    compared = compare_units(ratings_of(ROWS, settings), settings=settings, year=2022)
    assert (compared.by, compared.populations) == ("base_organisation", ("member",))
    assert [bound.beyond for bound in compared.bounds] == expected


def test_members_come_first_and_others_only_where_a_target_is_set() -> None:
    cells = [member(2022, f"cell {at}", level) | {"population": "cell"} for at, level in enumerate("TTH")]
    about = {"population": "cell", "sign": ">=", "bound": Fraction(1, 2)}
    for targets, expected in [((), ["87,50"]), ((Target(**about, **GOOD),), ["87,50", "66,67"])]:
        settings = Settings(targets=targets)
        compared = compare_units(ratings_of([*cells, *ROWS], settings), settings=settings, year=2022)
        assert compared.populations == ("member", "cell")
        assert [bound.whole for bound in compared.bounds] == expected


def test_nobody_rated_is_no_comparison() -> None:
    settings = Settings(targets=(target(">=", "0.98"),))
    compared = compare_units(ratings_of([member(2022, "a", "m")], settings), settings=settings, year=2022)
    assert compared.bounds == ()
