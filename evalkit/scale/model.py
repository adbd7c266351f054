"""A rating scale: ordered levels, the words in which sheets write them, and the reasons for not being rated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from evalkit.scale.grammar import (
    LONGEST,
    PENALTY,
    SHORTEST_BROKEN,
    bare,
    core_of,
    footnotes_off,
    in_full,
    is_variant,
    joined,
    letters_lost,
    twice,
    without_remark,
)
from evalkit.vietnamese import fold

RATED, UNKNOWN = "rated", "unknown"

REASONS = {
    "exempt": "miễn đánh giá, xếp loại",
    "suspended": "đình chỉ sinh hoạt đảng",
    "new_member": "mới kết nạp, chưa đủ 6 tháng",
    "new_organisation": "tổ chức mới thành lập",
    "sick": "nghỉ ốm",
    "maternity": "nghỉ thai sản",
    "away": "đi nước ngoài, đi làm ăn xa",
    "under_review": "đang xem xét kỷ luật",
    "not_yet": "chưa đánh giá, xếp loại",
    "unspecified": "không xếp loại (không rõ lý do)",
}
GENERAL = {"not_yet", "unspecified"}  # say that, not why: a nearer reason in the same row wins

# Words of a note: somebody is not in the list any more, so that another unit rates, or nobody. The first that fits
# counts: who died or was expelled may have been transferred before.
LEFT = {
    "died": r"từ trần|đã mất\b(?! (?:thẻ|sức|liên lạc|hồ sơ))|qua đời|đã chết|tử vong"
    r"|hy sinh\b(?! thân)|\b(?:mất|chết) (?:ngày|tháng|năm|\d)|^\W*chết\W*$",
    "expelled": r"khai trừ",
    "removed": r"đưa (?:đảng viên )?ra khỏi đảng",
    "resigned": r"(?:xin )?ra khỏi đảng|\bxin ra(?: đảng\b|\W*$)",
    "struck_off": r"xoá tên",
    "moved_away": r"chuyển (?:sinh hoạt )?(?:đảng )?(?:chính thức )?(?:đi|ra|sang|về)\b"
    r"|đã chuyển(?! (?:sinh hoạt )?(?:đảng )?(?:chính thức )?(?:đến(?! (?:chi bộ|đảng bộ|nơi|đơn vị)\b)|từ)\b)"
    r"(?! (?:đảng )?(?:viên )?chính thức)"
    r"|chuyển công tác(?! đến)",
}
WAYS_OF_LEAVING = {
    "moved_away": "chuyển đi",
    "died": "từ trần",
    "expelled": "khai trừ",
    "struck_off": "xóa tên",
    "resigned": "xin ra khỏi Đảng",
    "removed": "đưa ra khỏi Đảng, không rõ hình thức",
}
# Before such words: it is planned, asked for or denied, or somebody of the family died; who is meant is still there.
_DENIED = re.compile(
    r"\b(?:đề nghị|đề xuất|xem xét|xét|dự kiến|chuẩn bị|chưa|không|sẽ|nếu|chờ|đang|đơn|bố|mẹ|cha|vợ|chồng|con)"
    r"(?: (?:kỷ luật|kỉ luật|hình thức|xử lý|thi hành|làm thủ tục|quyết định|bị|được|cho))* $"
)
_WITHDRAWN = re.compile(
    r"thu hồi|huỷ (?:bỏ )?(?:kết quả|mức|xếp loại)|khai trừ|xem xét lại|chưa công nhận"
    r"|không tính|(?:hạ|nâng) (?:(?:xuống|lên|đi) )?(?:một|hai|1|2|01|02) (?:mức|bậc)"
)
_CHANGED = re.compile(
    r"(?:hạ|giảm|nâng|điều chỉnh|chuyển|sửa)\b.*?(?:xuống|lên|thành|còn|là|mức)\s+(?:mức |loại )?(.+)"
)
_RATED_SO = re.compile(  # a rater, or the act of rating, before another level: "Đảng uỷ xếp: HTTNV"
    r"(?:xếp(?: loại)?|đánh giá|kết luận|duyệt|công nhận|quyết định|thống nhất|chốt|đính chính|đạt|là|→|->|:)[ :]*"
    r"(?:(?:lại|loại|là|mức|ở mức)[ :]+)*"
)
_NOT_SO = re.compile(  # another year, another rater, or not so
    r"(?:19|20)\d\d|năm (?:trước|ngoái)|\bquý\b|\b[369] tháng|\btự\b|cá nhân|đề (?:nghị|xuất)|dự kiến|chính quyền"
    r"|chuyên môn|công chức|viên chức|đoàn viên|\bkhông\b|\bchưa\b|\bnếu\b"
)
_OWN_WORDS = re.compile(r"nhiệm vụ|hoàn thành|^k?ht")  # "tốt" alone may praise something else
_WORDS = 5  # the most that a level has
_REMEMBERED = 20_000  # distinct texts whose meaning a scale keeps
_PUNCTUATION = re.compile(r"[^\w%+]+")
_NEGATION = re.compile(r"(?:^| )(?:không|chưa|hết|không còn|hết thời gian|không phải|không bị)$")


@dataclass(frozen=True)
class Level:
    """One step of a scale. `name` is printed; `short` stands where room is scarce; each of `spellings` is read."""

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    short: str = ""
    typos: tuple[str, ...] = ()  # read like spellings, never suggested


class Rating(NamedTuple):
    """What a cell says: `status` is `rated` with a level id, or the reason for not being rated with level None.

    `points` and `distinction` ("exemplary") are what stands beside the level; points never decide one.
    """

    status: str
    level: str | None
    points: float | None = None
    distinction: str = ""


@dataclass(frozen=True)
class Scale:
    """Ordered levels, best first, with the words in which sheets write them.

    `reasons` names why a subject may be without a level; `not_rated` has the words that say so in a sheet. `earlier`
    is the scale in force up to and including the year `earlier_until`.
    """

    name: str
    levels: tuple[Level, ...]
    not_rated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    earlier: Scale | None = None
    earlier_until: int = 0
    grammar: tuple[str, ...] = ()  # ids of the levels that the Party's grammar names, best first
    reasons: Mapping[str, str] = field(default_factory=lambda: dict(REASONS))
    _known_texts: dict[str, Rating | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _known_keys: dict[str, Rating | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Hash at once, for caches of what texts say: the scales of one name are few."""
        return hash(self.name)

    def at(self, year: int | None) -> Scale:
        """Return the scale in force in that year."""
        return self.earlier if self.earlier and year is not None and year <= self.earlier_until else self

    def read(self, text: str) -> Rating | None:
        """Return what a level cell says; None where its words are not in this scale: never guessed."""
        return _remembered(self._known_texts, text, self._look)

    def _look(self, text: str) -> Rating | None:
        if len(text) > LONGEST:
            return None
        key = fold(text)
        found = self._said(key) or self._remarked(key)
        if found or self.level_of(_PUNCTUATION.split(key)[0]):  # "T, nghỉ ốm": a level and a reason in one cell
            return found
        return self._reason(key)

    def read_reason(self, text: str) -> Rating | None:
        """Return what a reason or note says about not being rated; a level written there is not accepted."""
        key = fold(text)
        found = self._said(key)
        return found if found and found.level is None else self._reason(key)

    def level_of(self, text: str) -> str | None:
        """Return the level that a title or a label names, or None."""
        found = self._said(fold(text)) if len(text) <= LONGEST else None
        return found.level if found else None

    def left(self, text: str) -> str:
        """Return how somebody left by the words of a note: "moved_away", "died" …; "" where it says nothing of that."""
        key = in_full(fold(text[:LONGEST]))
        return next((way for way, pattern in LEFT.items() if _happened(pattern, key)), "")

    def contradiction(self, note: str, level: str) -> str:
        """Return the words of a note that take a level back or name another one; "" where none do."""
        key = fold(note[:LONGEST])
        changed = _CHANGED.search(key)
        if changed and self._level_at_start(changed[1]) not in (None, level):
            return changed[0]
        if level and self._names_other(key, level):
            return note[:LONGEST]
        withdrawn = _WITHDRAWN.search(key)
        return withdrawn[0] if withdrawn else ""

    def _level_at_start(self, words: str) -> str | None:
        """Return the level that the first words of a text name."""
        first = words.split()[:_WORDS]
        named = (self.level_of(" ".join(first[:count])) for count in range(len(first), 0, -1))
        return next(filter(None, named), None)

    def _names_other(self, key: str, level: str) -> bool:
        """Return whether a folded note gives another level than this, and not this one: "Đảng uỷ xếp: HTTNV"."""
        starts = [found.end() for found in _RATED_SO.finditer(key) if not _NOT_SO.search(key[: found.end()])]
        given = [self._level_at_start(key[at:]) for at in starts if _OWN_WORDS.match(key[at:])]
        given += [self.level_of(key)] if _OWN_WORDS.match(key) else []
        return bool(given) and level not in given and any(given)

    def with_legend(self, legend: Mapping[str, str]) -> Scale:
        """Return this scale with the marks of a sheet's own legend, which come before every other meaning."""
        numbers = {
            f"{word} {mark}": level for mark, level in legend.items() if mark.isdecimal() for word in ("mức", "loại")
        }
        return replace(self, aliases={**self.aliases, **numbers, **legend})

    def suggest(self, text: str) -> str:
        """Return the spelling of a level of which a text is a variant, as a question; "" where none is near.

        Nothing is suggested where two levels are equally near, or for words that mean something else.
        """
        key = fold(text[:LONGEST])
        near = [spelling for spelling in self._known if is_variant(key, spelling)]
        near = [spelling for spelling in near if letters_lost(key, spelling)] or near
        levels = {self.level_of(spelling) for spelling in near}
        return self._known[near[0]] if len(levels) == 1 else ""

    def at_least(self, level: str) -> tuple[str, ...]:
        """Return the ids of this level and every better one of the same scale."""
        for scale in self.eras:
            ids = [one.id for one in scale.levels]
            if level in ids:
                return tuple(ids[: ids.index(level) + 1])
        raise ValueError(f"unknown level {level!r}; allowed: {', '.join(self.worst_to_best[::-1])}")

    def in_measure(self, measure: str) -> tuple[str, ...]:
        """Return the level ids counted by a measure: a level id, or `<level>_or_better`."""
        if measure in self.measures or any(measure in era.measures for era in self.eras):
            return self.at_least(measure.removesuffix("_or_better")) if measure.endswith("_or_better") else (measure,)
        raise ValueError(f"unknown measure {measure!r}; allowed: {', '.join(self.measures)}")

    @property
    def levels_only(self) -> Scale:
        """This scale without its reasons."""
        earlier = self.earlier.levels_only if self.earlier else None
        return replace(self, not_rated={}, aliases={}, earlier=earlier)

    @property
    def eras(self) -> tuple[Scale, ...]:
        """This scale and, after it, the one it replaced."""
        return (self, self.earlier) if self.earlier else (self,)

    @property
    def measures(self) -> tuple[str, ...]:
        """Every level, best first, then `<level>_or_better` for each level between best and worst."""
        ids = [one.id for one in self.levels]
        return (*ids, *(f"{one}_or_better" for one in ids[1:-1]))

    @cached_property
    def worst_to_best(self) -> tuple[str, ...]:
        """All level ids as the categories of the ratings table; the replaced scale stands below."""
        return tuple(one.id for era in reversed(self.eras) for one in reversed(era.levels))

    @cached_property
    def every_reason(self) -> dict[str, str]:
        """Reason → its words: the scale's own, and those that titles of sheets give whatever the scale."""
        return {**self.reasons, **{key: words for key, words in REASONS.items() if key not in self.reasons}}

    @cached_property
    def reason_labels(self) -> dict[str, str]:
        """The words of each reason as evalkit itself prints them, folded → the reason."""
        return {fold(words): reason for reason, words in self.every_reason.items()}

    @property
    def statuses(self) -> tuple[str, ...]:
        """What `status` may be in the ratings table."""
        return (RATED, *self.every_reason, UNKNOWN)

    def label(self, measure: str) -> str:
        """Return a measure in words: "hoàn thành tốt nhiệm vụ trở lên"."""
        level = measure.removesuffix("_or_better")
        for era in self.eras:
            for one in era.levels:
                if one.id == level:
                    return one.name + (" trở lên" if measure != level else "")
        return self.every_reason.get(measure, measure)

    @cached_property
    def _ratings(self) -> dict[str, Rating]:
        ratings: dict[str, Rating] = {}
        for status, words in self.not_rated.items():
            ratings.update((fold(word), Rating(status, None)) for word in words)
        for level in self.levels:
            words = (level.name, *(level.spellings or (level.id,)), *level.typos)
            ratings.update((fold(word), Rating(RATED, level.id)) for word in words)
        for word, meant in self.aliases.items():
            ratings[fold(word)] = Rating(meant, None) if meant in self.every_reason else Rating(RATED, meant)
        return ratings

    def _said(self, key: str) -> Rating | None:
        """Return what a text says as a whole; also where it says it twice, in full and short."""
        return _remembered(self._known_keys, key, self._look_up)

    def _look_up(self, key: str) -> Rating | None:
        if found := self._ratings.get(key) or self._ratings.get(footnotes_off(key)):
            return found
        found = self._said_twice(key)
        if found:
            return found
        said = bare(key, party=bool(self.grammar))
        found = self._core(said.words) or self._said_twice(said.words)
        if found and found.level:
            return found._replace(points=said.points, distinction="exemplary" if said.exemplary else "")
        return found

    def _said_twice(self, words: str) -> Rating | None:
        parts = twice(words)
        if not parts:
            return None
        party = bool(self.grammar)
        one, other = (self._ratings.get(part) or self._core(bare(part, party=party).words) for part in parts)
        return one if one and one == other else None

    def _remarked(self, key: str) -> Rating | None:
        """Return the level of a text that says more of it than the level: a decision's number, votes, a penalty.

        A penalty beside one of the two best levels is a contradiction.
        """
        found = self._said(level) if self.grammar and (level := without_remark(key)) else None
        if not found or not found.level or (PENALTY.search(key) and found.level in self.grammar[:2]):
            return None
        return found

    def _core(self, words: str) -> Rating | None:
        if found := self._ratings.get(words):
            return found
        place = core_of(words) if self.grammar else None
        if place is not None and place < len(self.grammar):
            return Rating(RATED, self.grammar[place])
        return self._broken.get(joined(words)) if self.grammar else None

    @cached_property
    def _broken(self) -> dict[str, Rating]:
        """The Party's levels in one piece, for words that were broken over lines or spelt letter by letter."""
        levels = {joined(word): found for word, found in self._ratings.items() if found.level}
        return {word: found for word, found in levels.items() if len(word) >= SHORTEST_BROKEN}

    @cached_property
    def _known(self) -> dict[str, str]:
        words = [word for level in self.levels for word in (level.name, *(level.spellings or (level.id,)))]
        typos = {fold(typo): level.short or level.name for level in self.levels for typo in level.typos}
        return typos | {fold(word): word for word in words if len(word) > 1}

    @cached_property
    def _phrases(self) -> list[tuple[str, str]]:
        """Reasons of two words or more, longest first: these may stand inside a longer note."""
        pairs = [
            (_PUNCTUATION.sub(" ", fold(word)).strip(), s) for s, words in self.not_rated.items() for word in words
        ]
        return sorted((pair for pair in pairs if " " in pair[0]), key=lambda pair: -len(pair[0]))

    @cached_property
    def _any_phrase(self) -> re.Pattern[str]:
        """One look for most texts, which give no reason."""
        return re.compile("|".join(rf"\b{phrase}\b" for phrase, _ in self._phrases))

    @cached_property
    def _level_phrases(self) -> tuple[str, ...]:
        """Patterns of the level words of two letters or more; a lone T or A stands in notes for other things too."""
        words = (_PUNCTUATION.sub(" ", word).strip() for word, found in self._ratings.items() if found.level)
        return tuple(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words if len(word) > 1)

    def _reason(self, key: str) -> Rating | None:
        """Return the one reason a longer text gives. None where it also names a level or denies the reason."""
        if len(key) > 300 or not self._phrases:
            return None
        text = _PUNCTUATION.sub(" ", in_full(key)).strip()
        if not self._any_phrase.search(text):
            return None
        statuses: list[str] = []
        for status, at in self._statuses_in(text):
            if _NEGATION.search(text[:at].rstrip()):
                return None
            statuses.append(status)
        for phrase, _ in self._phrases:
            text = re.sub(rf"\b{phrase}\b", " ", text)
        if not statuses or any(re.search(pattern, text) for pattern in self._level_phrases):
            return None
        return Rating(next((status for status in statuses if status not in GENERAL), statuses[0]), None)

    def _statuses_in(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield each reason named in the text with its place, in reading order, the longest phrase winning."""
        found: list[tuple[int, str]] = []
        for phrase, status in self._phrases:
            for match in re.finditer(rf"\b{phrase}\b", text):
                found.append((match.start(), status))
                text = text[: match.start()] + "·" * len(phrase) + text[match.end() :]
        for at, status in sorted(found):
            yield status, at


def _remembered(known: dict[str, Rating | None], text: str, look: Callable[[str], Rating | None]) -> Rating | None:
    """Return what `look` finds in a text, looking at each text once."""
    if text not in known:
        if len(known) > _REMEMBERED:
            known.clear()
        known[text] = look(text)
    return known[text]


def _happened(pattern: str, key: str) -> bool:
    """Return whether folded words of a note tell what has happened, and not what is planned, asked for or denied."""
    return any(not _DENIED.search(key[: found.start()]) for found in re.finditer(pattern, key))
