"""Who is rated what. Organisations come first, then cells, then members: nobody lets an excellent organisation down."""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import TypeVar

from .bloc import Bloc, Outcome, Person, Subject, Unit
from .plan import CAP_BREACH_YEAR, CAP_SHARE, PLAN, YEARS

S = TypeVar("S", bound=Subject)

GOOD_OR_BETTER = ("excellent", "good")

FIELDS = [
    "Công tác tổ chức xây dựng Đảng", "Công tác kiểm tra - giám sát", "Công tác dân vận", "Công tác tuyên giáo",
    "Công tác nội chính", "Công tác văn phòng cấp ủy", "Công tác bảo vệ chính trị nội bộ",
]  # fmt: skip

NEW_MEMBER = ["Mới kết nạp chưa đủ 6 tháng", "Mới kết nạp", "Dự bị chưa đủ 6 tháng"]
NEW_ORGANISATION = "Mới thành lập"
EXEMPT = ["Miễn sinh hoạt", "Được miễn công tác và sinh hoạt đảng", "Miễn đánh giá", "MSH"]
NOT_RATED = {  # words -> weight; exempt ones are drawn apart, as they stay exempt
    "Nghỉ ốm": 14, "Nghỉ thai sản": 14, "Đi nước ngoài": 10, "Đi làm ăn xa": 3, "Đình chỉ sinh hoạt đảng": 4,
    "Đang xem xét kỷ luật": 4, "Chưa xếp loại": 3, "CXL": 1, "Chưa kiểm điểm": 3, "Chưa đánh giá": 2,
    "Không xếp loại": 2, "KXL": 1, "Chưa đủ điều kiện": 2, "Không đánh giá, xếp loại": 1,
}  # fmt: skip


def rate(rng: random.Random, bloc: Bloc) -> None:
    """Rate everybody in every year, exactly to the plan."""
    for year in YEARS:
        _rate_organisations(rng, bloc, year)
        _mark_distinctions(rng, bloc, year)
        _rate_cells(rng, bloc, year)
        _rate_members(rng, bloc, year)


def is_excellent(subject: Subject, year: int) -> bool:
    return subject.level(year) == "excellent"


def base_sizes(bloc: Bloc, year: int) -> Counter[str]:
    """Members listed per base organisation."""
    return Counter(person.place[year].base.code for person in bloc.roster(year))


def _ranked(rng: random.Random, subjects: Iterable[S], noise: float) -> list[S]:
    """Best first: the steady, then by merit and this year's luck."""
    drawn = [(-10.0 * subject.steady - subject.merit - noise * rng.random(), subject) for subject in subjects]
    return [subject for _, subject in sorted(drawn, key=lambda pair: pair[0])]


def _grade(subjects: Iterable[Subject], year: int, level: str) -> None:
    for subject in subjects:
        subject.outcome[year] = Outcome(level)


def _rate_organisations(rng: random.Random, bloc: Bloc, year: int) -> None:
    plan, sizes = PLAN[year], base_sizes(bloc, year)
    ranked = _ranked(rng, bloc.organisations, 1.2)
    best = [base for base in ranked if base.steady or (base.off_year != year and sizes[base.code] >= 10)]
    excellent = best[: plan.base_excellent]
    rest = [base for base in ranked if base not in excellent and not any(unit.steady for unit in base.units)]
    worst = rest[plan.base_good_or_better - len(bloc.organisations) :]
    _grade(bloc.organisations, year, "good")
    _grade(excellent, year, "excellent")
    _grade(worst, year, "completed")
    _grade(worst[len(worst) - plan.base_not_completed :], year, "not_completed")


def _mark_distinctions(rng: random.Random, bloc: Bloc, year: int) -> None:
    excellent = [base for base in bloc.organisations if is_excellent(base, year)]
    for base in _ranked(rng, excellent, 0.5)[: PLAN[year].base_exemplary]:
        base.distinction[year] = "exemplary"
    good = [base for base in bloc.organisations if base.level(year) == "good"]
    for number, base in enumerate(rng.sample(good, PLAN[year].base_field)):
        base.distinction[year] = FIELDS[number % len(FIELDS)]


def _rate_cells(rng: random.Random, bloc: Bloc, year: int) -> None:
    cells = bloc.cells(year)
    old = [cell for cell in cells if cell.founded <= date(year, 6, 30)]
    _grade(cells, year, "good")
    for cell in cells:
        if cell not in old:
            cell.outcome[year] = Outcome(reason=NEW_ORGANISATION)
    _grade_weak_cells(rng, [cell for cell in old if not cell.steady], year)
    for base in bloc.organisations:
        if base.committee:
            good = [cell for cell in base.open_units(year) if cell.level(year) == "good"]
            room = max(len(good) // CAP_SHARE - (rng.random() < 0.25), any(cell.steady for cell in good))
            able = [cell for cell in good if cell.steady or cell.off_year != year]
            _grade(_ranked(rng, able, 1.0)[:room], year, "excellent")


def _grade_weak_cells(rng: random.Random, cells: list[Unit], year: int) -> None:
    """Completed and not completed; an excellent committee keeps at least four fifths of its cells good."""
    plan = PLAN[year]
    worst_first = _ranked(rng, cells, 1.5)[::-1]
    failed = [cell for cell in worst_first if cell.base.level(year) not in GOOD_OR_BETTER]
    failed += [cell for cell in worst_first if cell.base.level(year) == "good"]
    _grade(failed[: plan.cells_not_completed], year, "not_completed")
    weak: list[Unit] = []
    for cell in worst_first:
        spoilt = is_excellent(cell.base, year) and any(other.base is cell.base for other in weak)
        if len(weak) < plan.cells_completed and cell.level(year) == "good" and not spoilt:
            weak.append(cell)
    _grade(weak, year, "completed")


def _rate_members(rng: random.Random, bloc: Bloc, year: int) -> None:
    roster = bloc.roster(year)
    _leave_unrated(rng, roster, year)
    rated = [person for person in roster if year not in person.outcome]
    _grade(rated, year, "good")
    plan = PLAN[year]
    liable = [person for person in rated if not person.steady and person.merit < 1.6]
    failed = _draw(rng, liable, [_risk(person, year, worst=True) for person in liable], plan.not_completed)
    _grade(failed, year, "not_completed")
    liable = [person for person in liable if person.level(year) == "good"]
    completed = plan.rated - plan.good_or_better - plan.not_completed
    weights = [_risk(person, year, worst=False) for person in liable]
    _grade(_draw(rng, liable, weights, completed), year, "completed")
    _choose_excellent(rng, bloc, rated, year)


def _leave_unrated(rng: random.Random, roster: list[Person], year: int) -> None:
    plan = PLAN[year]
    new = [person for person in roster if person.joined > date(year, 6, 30)]
    for person in new:
        person.outcome[year] = Outcome(reason=rng.choices(NEW_MEMBER, weights=[6, 2, 2])[0])
    older = [person for person in roster if person.joined.year < year and not person.steady]
    for person in older:
        if person.off_cause == "unrated" and person.off_year == year:
            person.outcome[year] = Outcome(reason=rng.choice(["Nghỉ ốm", "Đi nước ngoài", "Chưa xếp loại"]))
        elif person.exempt_since and rng.random() < 0.9:
            person.outcome[year] = Outcome(reason=rng.choice(EXEMPT))
    others = [person for person in older if year not in person.outcome and person.merit < 2]
    rng.shuffle(others)
    missing = plan.listed - plan.rated - sum(year in person.outcome for person in roster)
    for _ in range(missing):
        _excuse(rng, others, year)


def _excuse(rng: random.Random, others: list[Person], year: int) -> None:
    """Take one member out of the shuffled rest and leave them unrated, with words that fit their age and sex."""
    if rng.random() < 0.2:
        person = next(person for person in others if year - person.born.year >= 56)
        person.exempt_since, reason = year, rng.choice(EXEMPT)
    else:
        reason = rng.choices(list(NOT_RATED), weights=list(NOT_RATED.values()))[0]
        mother = reason == "Nghỉ thai sản"
        person = next(p for p in others if not mother or (p.female and 24 <= year - p.born.year <= 41))
    person.outcome[year] = Outcome(reason=reason)
    others.remove(person)


def _risk(person: Person, year: int, *, worst: bool) -> float:
    """Weight for a low level: none where it would let an excellent cell or base cell down."""
    unit = person.place[year]
    if is_excellent(unit, year) or is_excellent(unit.base, year):
        return 0.15 if not worst and unit.base.committee and not is_excellent(unit, year) else 0.0
    weight = {"good": 1.0, "completed": 2.0, "not_completed": 4.0}[unit.base.level(year)]
    weight *= {"completed": 2.0, "not_completed": 4.0}.get(unit.level(year), 1.0)
    return weight * (1.7 - person.merit)


def _draw(rng: random.Random, people: Sequence[Person], weights: Sequence[float], count: int) -> list[Person]:
    """`count` different people; who weighs more is drawn more often, who weighs nothing never."""
    bounds = list(accumulate(weights))
    drawn: dict[int, Person] = {}
    while len(drawn) < count:
        index = bisect(bounds, rng.random() * bounds[-1])
        drawn[index] = people[index]
    return list(drawn.values())


def _choose_excellent(rng: random.Random, bloc: Bloc, rated: list[Person], year: int) -> None:
    by_base: defaultdict[str, list[Person]] = defaultdict(list)
    for person in rated:
        if person.level(year) == "good":
            by_base[person.place[year].base.code].append(person)
    if year == CAP_BREACH_YEAR:
        cells = [base for base in bloc.organisations if not base.committee and base.level(year) == "good"]
        bloc.breach = max(cells, key=lambda base: len(by_base[base.code])).code
    for base in bloc.organisations:
        good = by_base[base.code]
        able = [person for person in good if person.steady or person.off_year != year]
        room = _excellent_room(rng, len(good), year)
        if year == CAP_BREACH_YEAR and base.code == bloc.breach:
            room = len(good) // (CAP_SHARE + 1) + 3
        chosen = _ranked(rng, [person for person in able if person.joined.year < year], 1.1)[:room]
        _grade(chosen, year, "excellent")


def _excellent_room(rng: random.Random, good_or_better: int, year: int) -> int:
    """How many become excellent: at most a fifth of those left good, so a sixth of both; often a few less."""
    most = good_or_better // (CAP_SHARE + 1)
    spared = rng.choice([0, 0, 0.05, 0.1, 0.2]) + (YEARS[-1] - year) * 0.015
    return most - int(most * spared)
