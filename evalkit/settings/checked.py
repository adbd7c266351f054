"""What the rules of a settings file must be among themselves: known words, no contradictions, years that fit."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from evalkit.scale import Scale
from evalkit.settings.rules import Award, Cap, Crosswalk, Hint, Limits, Published, Review, StreakRule, Target
from evalkit.vietnamese import plain, unit_form

_MOST_YEARS = 50  # no award asks for more years in a row
Refuse = Callable[[str, str], Exception]  # key, what was found → the error to raise


class Rules(Protocol):
    """The tables of a settings file."""

    @property
    def mask_below(self) -> int: ...
    @property
    def targets(self) -> tuple[Target, ...]: ...
    @property
    def unit_targets(self) -> tuple[Target, ...]: ...
    @property
    def cap(self) -> tuple[Cap, ...]: ...
    @property
    def awards(self) -> tuple[Award, ...]: ...
    @property
    def published(self) -> tuple[Published, ...]: ...
    @property
    def crosswalk(self) -> tuple[Crosswalk, ...]: ...
    @property
    def streaks(self) -> StreakRule: ...
    @property
    def review(self) -> Review: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def read(self) -> tuple[Hint, ...]: ...


def check_rules(rules: Rules, scale: Scale, populations: dict[str, str], *, refuse: Refuse) -> None:
    """Raise what `refuse` makes of the first rule that cannot stand."""
    if not 0 <= rules.mask_below <= 1000:
        raise refuse("mask_below", f"{rules.mask_below}; cần từ 0 đến 1000.")
    _check_targets(refuse, "targets", rules.targets, scale, populations)
    _check_targets(refuse, "unit_targets", rules.unit_targets, scale, populations)
    _check_caps(refuse, rules.cap, scale, populations)
    _check_awards(refuse, rules.awards, scale, populations)
    _check_published(refuse, rules.published, scale, populations)
    _check_crosswalk(refuse, rules.crosswalk)
    _check_streaks(refuse, rules.streaks, scale)
    _check_review_and_limits(refuse, rules, scale)
    _check_hints(refuse, rules.read, populations)


def _check_targets(
    refuse: Refuse, table: str, targets: Sequence[Target], scale: Scale, populations: dict[str, str]
) -> None:
    for position, target in enumerate(targets):
        key = f"{table}[{position}]"
        _check_population(refuse, f"{key}.population", target.population, populations)
        if target.measure not in scale.measures:
            allowed = ", ".join(scale.measures)
            raise refuse(f"{key}.measure", f"«{target.measure}» không phải chỉ số. Được dùng: {allowed}.")
        if target.first is not None and target.last is not None and target.first > target.last:
            raise refuse(f"{key}.from", f"năm đầu {target.first} sau năm cuối {target.last}.")
        if not _attainable(target, target):
            raise refuse(f"{key}.bound", f"không tỉ lệ nào {target.bound_text} (tỉ lệ chỉ từ 0% đến 100%).")
    for (_, one), (position, other) in combinations(enumerate(targets), 2):
        if _same_figure(one, other) and (not _attainable(one, other) or _rival(one, other)):
            both = f"«{one.bound_text}» và «{other.bound_text}» cho cùng một chỉ số, cùng năm"
            raise refuse(f"{table}[{position}].bound", f"chỉ tiêu mâu thuẫn: {both}. Giữ một.")


def _check_population(refuse: Refuse, key: str, population: str, populations: dict[str, str]) -> None:
    if population in populations:
        return
    meant = {plain(word): known for known, words in populations.items() for word in (known, words)}
    begun = [word for word in meant if len(population) > 3 and word.startswith(plain(population))]
    near = begun or difflib.get_close_matches(plain(population), meant, n=1)
    question = f" Có phải «{meant[near[0]]}»?" if near else ""
    raise refuse(key, f"«{population}» không phải loại đối tượng.{question} Được dùng: {', '.join(populations)}.")


def _check_caps(refuse: Refuse, caps: Sequence[Cap], scale: Scale, populations: dict[str, str]) -> None:
    for position, cap in enumerate(caps):
        _check_population(refuse, f"cap[{position}].population", cap.population, populations)
        _check_level(refuse, f"cap[{position}].level", cap.level, scale)
        _check_measure(refuse, f"cap[{position}].denominator", cap.denominator, scale)


def _check_awards(refuse: Refuse, awards: Sequence[Award], scale: Scale, populations: dict[str, str]) -> None:
    known = [award.id for award in awards]
    for position, award in enumerate(awards):
        key = f"awards[{position}]"
        _check_population(refuse, f"{key}.population", award.population, populations)
        if known.count(award.id) > 1:
            raise refuse(f"{key}.id", f"«{award.id}» dùng hai lần.")
        if not 1 <= award.years <= _MOST_YEARS:
            bound = "ít nhất 1" if award.years < 1 else f"không quá {_MOST_YEARS}"
            raise refuse(f"{key}.years", f"{award.years} năm; cần {bound}.")
        for name in ("level", "unit_level"):
            if (level := getattr(award, name)) is not None:
                _check_level(refuse, f"{key}.{name}", level, scale)
        if award.denominator != "rated":
            _check_measure(refuse, f"{key}.denominator", award.denominator, scale, "rated")
        for other in (*award.holds, *award.not_held):
            if other not in known:
                raise refuse(key, f"không có hình thức khen «{other}». Có: {', '.join(known)}.")


def _check_level(refuse: Refuse, key: str, level: str, scale: Scale) -> None:
    ids = [one.id for one in scale.levels]
    if level not in ids:
        raise refuse(key, f"«{level}» không phải mức. Được dùng: {', '.join(ids)}.")


def _check_measure(refuse: Refuse, key: str, measure: str, scale: Scale, *more: str) -> None:
    if measure not in scale.measures:
        raise refuse(key, f"«{measure}» lạ. Được dùng: {', '.join((*more, *scale.measures))}.")


def _check_published(refuse: Refuse, published: Sequence[Published], scale: Scale, populations: dict[str, str]) -> None:
    for position, one in enumerate(published):
        key = f"published[{position}]"
        _check_population(refuse, f"{key}.population", one.population, populations)
        _check_measure(refuse, f"{key}.measure", one.measure, scale)
        if not re.fullmatch(r"\d{1,3}(?:,\d+)?\s*%?", one.printed):
            raise refuse(f"{key}.printed", f'«{one.printed}» không phải tỉ lệ như đã in. Viết như "97,60%".')


def _check_crosswalk(refuse: Refuse, crosswalk: Sequence[Crosswalk]) -> None:
    became: dict[tuple[datetime.date, str], tuple[str, ...]] = {}
    for position, change in enumerate(crosswalk):
        key = f"crosswalk[{position}]"
        before, after, chain = change.before, change.after, change.chain
        fits = {
            "renamed": (len(before) == len(after), "mỗi mã ở from cần một mã ở to"),
            "merged": (len(after) == 1, "to cần đúng một mã"),
            "split": (len(before) == 1 and bool(after), "from cần đúng một mã, to cần ít nhất một mã"),
            "dissolved": (not after, "không có to"),
        }
        if not before:
            raise refuse(f"{key}.from", "chưa ghi đơn vị nào.")
        if not fits[change.kind][0]:
            raise refuse(f"{key}.to", f'kind = "{change.kind}": {fits[change.kind][1]}.')
        allowed = {"merged": before, "split": after if len(after) > 1 else (*before, *after)}
        if chain and chain not in allowed.get(change.kind, (*before, *after)):
            side = "from" if change.kind == "merged" else "to"
            raise refuse(f"{key}.chain", f"«{chain}» không có ở {side}. Được dùng: {', '.join(allowed[change.kind])}.")
        for place, word in enumerate(map(unit_form, before)):
            now = tuple(map(unit_form, (after[place],) if change.kind == "renamed" else after))
            known = became.setdefault((change.date, word), now)
            if known != now or any(word in became.get((change.date, one), ()) for one in now if one != word):
                day = f"{change.date:%d/%m/%Y}"
                raise refuse(f"{key}.from", f"«{before[place]}» có ở hai thay đổi trái nhau cùng ngày {day}. Giữ một.")


def _check_streaks(refuse: Refuse, rule: StreakRule, scale: Scale) -> None:
    if isinstance(rule.unrated, dict):
        for reason in rule.unrated:
            if reason not in scale.reasons:
                raise refuse(f"streaks.unrated.{reason}", f"lý do lạ. Được dùng: {', '.join(scale.reasons)}.")
    if strange := [year for year in rule.years if not 1900 <= year <= 2100]:
        raise refuse("streaks.years", f"{strange[0]} không phải năm.")
    earlier = [level.id for level in scale.earlier.levels] if scale.earlier else []
    for old, new in rule.equal.items():
        if old not in earlier:
            raise refuse(f"streaks.equal.{old}", f"không phải mức của thang trước. Được dùng: {', '.join(earlier)}.")
        _check_level(refuse, f"streaks.equal.{old}", new, scale)
    if rule.equal and not rule.source:
        raise refuse("streaks.equal", "coi mức cũ bằng mức mới thì phải ghi source: văn bản nào cho phép.")


def _check_review_and_limits(refuse: Refuse, rules: Rules, scale: Scale) -> None:
    for measure in rules.review.subordinates if rules.review != Review() else ():
        _check_measure(refuse, "review.subordinates", measure, scale)
    if not 0 <= rules.review.months <= 60:
        raise refuse("review.months", f"{rules.review.months} tháng; cần từ 0 đến 60.")
    for key in Limits.__struct_fields__:
        if getattr(rules.limits, key) < 1:
            raise refuse(f"limits.{key}", f"{getattr(rules.limits, key)}; cần ít nhất 1.")


def _check_hints(refuse: Refuse, hints: Sequence[Hint], populations: dict[str, str]) -> None:
    for position, hint in enumerate(hints):
        for key in ("level_by_year", "year_from_file"):
            pattern = getattr(hint, key)
            try:
                groups = re.compile(pattern).groups if pattern is not None else 1
            except re.error as error:
                raise refuse(f"read[{position}].{key}", f"mẫu tìm sai ({error}).") from error
            if groups != 1:
                raise refuse(f"read[{position}].{key}", "mẫu tìm phải có đúng một nhóm (…) quanh năm.")
        _check_population(refuse, f"read[{position}].population", hint.population, populations)


def _same_figure(one: Target, other: Target) -> bool:
    first = max(one.first or 0, other.first or 0)
    last = min(one.last or 9999, other.last or 9999)
    return (one.population, one.measure) == (other.population, other.measure) and first <= last


def _attainable(one: Target, other: Target) -> bool:
    """Return whether some share between 0 and 1 meets both."""
    low, high, open_low, open_high = Fraction(0), Fraction(1), False, False
    for target in (one, other):
        if target.sign in (">=", ">") and (target.bound, target.sign == ">") > (low, open_low):
            low, open_low = target.bound, target.sign == ">"
        if target.sign in ("<=", "<") and (target.bound, target.sign != "<") < (high, not open_high):
            high, open_high = target.bound, target.sign == "<"
    return low < high or (low == high and not (open_low or open_high))


def _rival(one: Target, other: Target) -> bool:
    """Return two bounds of one direction in one document: which of them counts cannot be told."""
    return (
        one.sign[0] == other.sign[0]
        and one.source == other.source
        and (one.sign, one.bound) != (other.sign, other.bound)
    )
