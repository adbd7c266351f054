"""The rating words: ordered levels, their spellings, the reasons for not being rated, and the years in force.

Sources: levels, Quy định 132-QĐ/TW and 124-QĐ/TW; reasons, Hướng dẫn 21-HD/BTCTW; spellings as met in real
sheets. The scale used up to 2017 is a scale of its own: nothing maps it to the present one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

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
STATUSES = (RATED, *REASONS, UNKNOWN)
_GENERAL = {"not_yet", "unspecified"}  # say that, not why: a nearer reason in the same row wins

_NOT_RATED = {
    "exempt": (
        "miễn", "miễn đánh giá", "miễn xếp loại", "miễn kiểm điểm", "miễn sinh hoạt", "MSH", "miễn SH",
        "miễn công tác và sinh hoạt", "miễn công tác sinh hoạt", "được miễn",
    ),
    "suspended": ("đình chỉ", "đình chỉ sinh hoạt", "bị đình chỉ"),
    "new_member": (
        "mới kết nạp", "kết nạp chưa đủ 6 tháng", "dự bị chưa đủ 6 tháng", "đảng viên mới", "mới vào đảng",
        "đảng viên chưa đủ 6 tháng",
    ),
    "new_organisation": ("mới thành lập", "thành lập chưa đủ 6 tháng"),
    "sick": ("ốm", "nghỉ ốm", "ốm dài ngày", "nghỉ bệnh", "nghỉ chữa bệnh", "điều trị bệnh"),
    "maternity": ("thai sản", "nghỉ thai sản", "nghỉ sinh"),
    "away": ("đi nước ngoài", "ở nước ngoài", "công tác nước ngoài", "đi làm ăn xa", "làm ăn xa"),
    "under_review": ("xem xét kỷ luật", "xem xét kỉ luật", "xem xét xử lý kỷ luật", "xem xét thi hành kỷ luật"),
    "not_yet": ("chưa đánh giá", "chưa kiểm điểm", "chưa xếp loại", "CXL"),
    "unspecified": (
        "không xếp loại", "KXL", "không đánh giá", "không đánh giá xếp loại", "chưa đủ điều kiện",
        "không thuộc diện xếp loại", "không thuộc đối tượng xếp loại",
    ),
}  # fmt: skip

_FOOTNOTE = re.compile(r"(?:\s*[*†‡¹²³⁴.;,]|\s*\(\d\))+$")  # marks hung on a level: LM*, HTTNV (1)
_TWICE = re.compile(r"(.+?)\s*(?:[(\[]\s*(.+?)\s*[)\]]|\s[-–—]\s(.+)|[:=]\s*(.+))")  # "hoàn thành nhiệm vụ (HTNV)"
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
    """What a cell says: `status` is `rated` with a level id, or the reason for not being rated with level None."""

    status: str
    level: str | None


@dataclass(frozen=True)
class Scale:
    """Ordered levels, best first, with the words in which sheets write them.

    `earlier` is the scale in force up to and including the year `earlier_until`.
    """

    name: str
    levels: tuple[Level, ...]
    not_rated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    earlier: Scale | None = None
    earlier_until: int = 0

    def at(self, year: int | None) -> Scale:
        """The scale in force in that year."""
        return self.earlier if self.earlier and year is not None and year <= self.earlier_until else self

    def read(self, text: str) -> Rating | None:
        """What a level cell says; None where its words are not in this scale: never guessed."""
        key = fold(text)
        found = self._said(key) or self._said(_FOOTNOTE.sub("", key))
        if found or self.level_of(_PUNCTUATION.split(key)[0]):  # "T, nghỉ ốm": a level and a reason in one cell
            return found
        return self._reason(key)

    def read_reason(self, text: str) -> Rating | None:
        """What a reason or note says about not being rated; a level written there is not accepted."""
        key = fold(text)
        found = self._said(key)
        return found if found and found.level is None else self._reason(key)

    def left(self, text: str) -> str:
        return "moved_away" if "chuyển đi" in fold(text) else ""

    def level_of(self, text: str) -> str | None:
        """The level a column title names, or None."""
        found = self._said(fold(text))
        return found.level if found else None

    def suggest(self, text: str) -> str:
        """The nearest spelling of a level, as a question to the reader; empty where nothing is near.

        Nothing is suggested for "chưa hoàn thành …": it can mean two things, only its writer knows which.
        """
        import difflib

        key = fold(text)
        near = difflib.get_close_matches(key, list(self._known), n=1, cutoff=0.6)
        return self._known[near[0]] if near and not key.startswith("chưa") else ""

    def at_least(self, level: str) -> tuple[str, ...]:
        """The ids of this level and every better one of the same scale."""
        for scale in self.eras:
            ids = [one.id for one in scale.levels]
            if level in ids:
                return tuple(ids[: ids.index(level) + 1])
        raise ValueError(f"unknown level {level!r}; allowed: {', '.join(self.worst_to_best[::-1])}")

    def in_measure(self, measure: str) -> tuple[str, ...]:
        """The level ids counted by a measure: a level id, or `<level>_or_better`."""
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

    def label(self, measure: str) -> str:
        """A measure in words: "hoàn thành tốt nhiệm vụ trở lên"."""
        level = measure.removesuffix("_or_better")
        for era in self.eras:
            for one in era.levels:
                if one.id == level:
                    return one.name + (" trở lên" if measure != level else "")
        return REASONS.get(measure, measure)

    @cached_property
    def _ratings(self) -> dict[str, Rating]:
        ratings: dict[str, Rating] = {}
        for status, words in self.not_rated.items():
            ratings.update((fold(word), Rating(status, None)) for word in words)
        for level in self.levels:
            words = (level.name, *(level.spellings or (level.id,)), *level.typos)
            ratings.update((fold(word), Rating(RATED, level.id)) for word in words)
        for word, meant in self.aliases.items():
            ratings[fold(word)] = Rating(meant, None) if meant in REASONS else Rating(RATED, meant)
        return ratings

    def _said(self, key: str) -> Rating | None:
        """What a text says as a whole; also where it says it twice, in full and short."""
        if found := self._ratings.get(key):
            return found
        if twice := _TWICE.fullmatch(key):
            one, other = (self._ratings.get(part) for part in twice.groups() if part)
            return one if one == other else None
        return None

    @cached_property
    def _known(self) -> dict[str, str]:
        words = [word for level in self.levels for word in (level.name, *(level.spellings or (level.id,)))]
        return {fold(word): word for word in words if len(word) > 1}

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
        """The one reason a longer text gives. None where it also names a level or denies the reason."""
        if len(key) > 300 or not self._phrases:
            return None
        text = _PUNCTUATION.sub(" ", key).strip()
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
        return Rating(next((status for status in statuses if status not in _GENERAL), statuses[0]), None)

    def _statuses_in(self, text: str) -> Iterator[tuple[str, int]]:
        """Each reason named in the text with its place, in reading order, the longest phrase winning."""
        found: list[tuple[int, str]] = []
        for phrase, status in self._phrases:
            for match in re.finditer(rf"\b{phrase}\b", text):
                found.append((match.start(), status))
                text = text[: match.start()] + "·" * len(phrase) + text[match.end() :]
        for at, status in sorted(found):
            yield status, at


_PARTY_TO_2017 = Scale(
    name="thang đánh giá đến năm 2017",
    levels=(
        Level(
            "old_excellent",
            "trong sạch, vững mạnh; đủ tư cách, hoàn thành xuất sắc nhiệm vụ",
            (
                "Trong sạch vững mạnh", "Trong sạch, vững mạnh", "TSVM", "Trong sạch vững mạnh tiêu biểu",
                "Đảng viên đủ tư cách, hoàn thành xuất sắc nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành xuất sắc nhiệm vụ",
                "Đủ tư cách, hoàn thành xuất sắc nhiệm vụ", "Đủ tư cách hoàn thành xuất sắc nhiệm vụ",
                "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV",
            ),
            "TSVM/HTXSNV",
        ),
        Level(
            "old_good",
            "hoàn thành tốt nhiệm vụ (thang đến 2017)",
            (
                "Hoàn thành tốt nhiệm vụ", "HTTNV", "Đảng viên đủ tư cách, hoàn thành tốt nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành tốt nhiệm vụ", "Đủ tư cách, hoàn thành tốt nhiệm vụ",
                "Đủ tư cách hoàn thành tốt nhiệm vụ",
            ),
            "HTTNV",
        ),
        Level(
            "old_completed",
            "hoàn thành nhiệm vụ (thang đến 2017)",
            (
                "Hoàn thành nhiệm vụ", "HTNV", "Đảng viên đủ tư cách, hoàn thành nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành nhiệm vụ", "Đủ tư cách, hoàn thành nhiệm vụ",
                "Đủ tư cách hoàn thành nhiệm vụ",
            ),
            "HTNV",
        ),
        Level(
            "old_poor",
            "yếu kém; vi phạm tư cách",
            ("Yếu kém", "Đảng viên vi phạm tư cách", "Vi phạm tư cách"),
            "YK",
        ),
    ),
    not_rated=_NOT_RATED,
)  # fmt: skip

PARTY = Scale(
    name="thang bốn mức từ năm 2018",
    levels=(
        Level(
            "excellent",
            "hoàn thành xuất sắc nhiệm vụ",
            ("HTXSNV", "HTXS", "XS", "Xuất sắc", "HT xuất sắc", "Hoàn thành xuất sắc", "Mức 4"),
            "HTXSNV",
            ("HTSXNV",),
        ),
        Level(
            "good",
            "hoàn thành tốt nhiệm vụ",
            ("HTTNV", "HTT", "HT tốt", "Tốt", "T", "Hoàn thành tốt", "Mức 3"),
            "HTTNV",
            ("HTTTNV",),
        ),
        Level("completed", "hoàn thành nhiệm vụ", ("HTNV", "HT", "Hoàn thành", "Mức 2"), "HTNV"),
        Level(
            "not_completed",
            "không hoàn thành nhiệm vụ",
            ("KHTNV", "KHT", "không HTNV", "Không HT", "Không hoàn thành", "Mức 1"),
            "KHTNV",
        ),
    ),
    not_rated=_NOT_RATED,
    earlier=_PARTY_TO_2017,
    earlier_until=2017,
)
