"""evalkit.toml from text to Settings: converted, checked rule by rule, refused with line and key."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from evalkit.scale import PARTY, REASONS, STATUSES, Level, Scale
from evalkit.settings.rules import POPULATIONS, Award, Cap, Crosswalk, Hint, Limits, Review, Settings, Table, Target
from evalkit.vietnamese import fold

FILE_NAME = "evalkit.toml"
_TAKEN = {*STATUSES, "total", "not_rated"}  # measures of their own
_ID = r"^[A-Za-z_][A-Za-z0-9_.-]*$"


class SettingsError(Exception):
    """The settings file cannot be used; the message is one Vietnamese line with file, place and what is allowed."""


class _Level(Table, frozen=True, kw_only=True):
    id: str
    name: str | None = None
    spellings: tuple[str, ...] = ()
    short: str | None = None


class _Scale(Table, frozen=True, kw_only=True):
    name: str | None = None
    levels: tuple[_Level, ...] = ()
    not_rated: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    aliases: dict[str, str] = msgspec.field(default_factory=dict)


class _File(Table, frozen=True, kw_only=True):
    organisation: str = ""
    parent: str = ""
    symbol: str = ""
    place: str = ""
    signatory: str = ""
    term: str = ""
    populations: dict[str, str] = msgspec.field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    cap: tuple[Cap, ...] = ()
    awards: tuple[Award, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()
    review: Review = Review()
    limits: Limits = Limits()
    scale: _Scale = _Scale()
    read: tuple[Hint, ...] = ()


def find_settings(paths: Sequence[str | Path], *, settings: str | Path | None = None) -> Settings:
    """The settings named, else the `evalkit.toml` in the first path's folder, else the built-in Party scale.

    Raises:
        SettingsError: the named file is missing, or what the file says cannot be used.
    """
    if settings is not None:
        return load_settings(settings)
    first = Path(paths[0]) if paths else Path()
    beside = (first if first.is_dir() else first.parent) / FILE_NAME
    return load_settings(beside) if beside.is_file() else Settings()


def load_settings(path: str | Path) -> Settings:
    """Read and check a settings file.

    Raises:
        SettingsError: with file, line or key, what was found and what is allowed.
    """
    path = Path(path)
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path.name}: không đọc được tệp cài đặt ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path.name}: không phải văn bản UTF-8. Trong Notepad hãy lưu lại với mã hóa UTF-8."
        ) from error
    return _Checker(path, text).settings()


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


class _Checker:
    """One file on its way to Settings; knows the text, so that a refusal can name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def settings(self) -> Settings:
        file = self._convert()
        scale = self._scale(file.scale)
        populations = POPULATIONS | {hint.population: hint.population for hint in file.read} | file.populations
        self._check_targets(file.targets, scale, populations)
        self._check_caps_and_awards(file, scale, populations)
        self._check_review_and_limits(file, scale)
        self._check_hints(file.read)
        return Settings(
            organisation=file.organisation,
            parent=file.parent,
            symbol=file.symbol,
            place=file.place,
            signatory=file.signatory,
            term=file.term,
            targets=file.targets,
            caps=file.cap,
            awards=file.awards,
            crosswalk=file.crosswalk,
            review=file.review,
            limits=file.limits,
            hints=file.read,
            scale=scale,
            populations=populations,
            path=self.path,
            text=self.text,
        )

    def refuse(self, key: str, found: str) -> SettingsError:
        line = _line_of(self.text, key)
        return SettingsError(f"{self.path.name}{f', dòng {line}' if line else ''}, khóa «{key}»: {found}")

    def _convert(self) -> _File:
        try:
            tables = tomllib.loads(self.text.replace("\r\n", "\n"), parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"at line (\d+), column (\d+)", str(error))
            where = f"dòng {place[1]}, cột {place[2]}" if place else "cuối tệp"
            found = 'không đúng cú pháp TOML (chữ đặt trong dấu nháy "…", mỗi khóa một dòng)'
            if "date" in str(error):
                found = "không phải ngày có thật. Viết như 2021-01-31"
            raise SettingsError(f"{self.path.name}, {where}: {found}.") from error
        try:
            return msgspec.convert(tables, _File, dec_hook=_fraction)
        except msgspec.ValidationError as error:
            raise self._translated(str(error)) from error

    def _translated(self, message: str) -> SettingsError:
        """msgspec's English sentence as a Vietnamese line with the place in the file."""
        what, _, place = message.partition(" - at `$")
        where = place.rstrip("`").removeprefix(".")
        if unknown := re.search(r"unknown field `(.+)`", what):
            key = f"{where}.{unknown[1]}".lstrip(".")
            return self.refuse(key, f"khóa lạ. Được dùng: {', '.join(_allowed_keys(where))}.")
        if missing := re.search(r"missing required field `(.+)`", what):
            return self.refuse(where, f"thiếu khóa «{missing[1]}».")
        if value := re.search(r"Invalid enum value (.+)", what):
            return self.refuse(where, f"giá trị {value[1]} không được phép.{_allowed_values(where)}")
        if kinds := re.search(r"Expected `(.+?)`, got `(.+?)`", what):
            return self.refuse(where, f"cần {_kind(kinds[1])}, lại gặp {_kind(kinds[2])}.")
        if "date" in what:
            return self.refuse(where, "không phải ngày có thật. Viết như 2021-01-31.")
        return self.refuse(where, what if what.endswith(".") else f"giá trị không hợp lệ ({what}).")

    def _scale(self, table: _Scale) -> Scale:
        for reason in table.not_rated:
            if reason not in REASONS:
                raise self.refuse(f"scale.not_rated.{reason}", f"lý do lạ. Được dùng: {', '.join(REASONS)}.")
        scale = _with_more_words(PARTY, table) if not table.levels else self._own_scale(table)
        for word, meant in table.aliases.items():
            if meant not in REASONS and meant not in scale.worst_to_best:
                allowed = ", ".join((*(level.id for level in scale.levels), *REASONS))
                raise self.refuse(f"scale.aliases.{word}", f"«{meant}» không phải mức hay lý do. Được dùng: {allowed}.")
        self._check_words(scale, table)
        return scale

    def _check_words(self, scale: Scale, table: _Scale) -> None:
        """No word may be read both as a level and as a reason."""
        for reason, words in table.not_rated.items():
            for word in words:
                if level := next((era.level_of(word) for era in scale.levels_only.eras if era.level_of(word)), None):
                    raise self.refuse(
                        f"scale.not_rated.{reason}", f"«{word}» đã là mức {level}. Bỏ khỏi một trong hai."
                    )

    def _own_scale(self, table: _Scale) -> Scale:
        levels = tuple(Level(one.id, one.name or one.id, one.spellings, one.short or one.id) for one in table.levels)
        seen: dict[str, str] = {}
        for position, level in enumerate(levels):
            if not re.match(_ID, level.id) or level.id.endswith("_or_better") or level.id in _TAKEN:
                raise self.refuse(
                    f"scale.levels[{position}].id", f"«{level.id}» không dùng làm mã mức được (chữ không dấu, số, _)."
                )
            for word in (level.name, *(level.spellings or (level.id,))):
                if seen.setdefault(fold(word), level.id) != level.id or [one.id for one in levels].count(level.id) > 1:
                    raise self.refuse(f"scale.levels[{position}]", f"«{word}» được gán cho hai mức.")
        return Scale(table.name or "thang riêng", levels, table.not_rated, table.aliases)

    def _check_targets(self, targets: Sequence[Target], scale: Scale, populations: dict[str, str]) -> None:
        for position, target in enumerate(targets):
            key = f"targets[{position}]"
            self._check_population(f"{key}.population", target.population, populations)
            if target.measure not in scale.measures:
                allowed = ", ".join(scale.measures)
                raise self.refuse(f"{key}.measure", f"«{target.measure}» không phải chỉ số. Được dùng: {allowed}.")
            if target.first is not None and target.last is not None and target.first > target.last:
                raise self.refuse(f"{key}.from", f"năm đầu {target.first} sau năm cuối {target.last}.")
            if not _attainable(target, target):
                raise self.refuse(f"{key}.bound", f"không tỉ lệ nào {target.bound_text} (tỉ lệ chỉ từ 0% đến 100%).")
        for (_, one), (position, other) in combinations(enumerate(targets), 2):
            if _same_figure(one, other) and (not _attainable(one, other) or _rival(one, other)):
                both = f"«{one.bound_text}» và «{other.bound_text}» cho cùng một chỉ số, cùng năm"
                raise self.refuse(f"targets[{position}].bound", f"chỉ tiêu mâu thuẫn: {both}. Giữ một.")

    def _check_population(self, key: str, population: str, populations: dict[str, str]) -> None:
        if population not in populations:
            raise self.refuse(key, f"«{population}» không phải loại đối tượng. Được dùng: {', '.join(populations)}.")

    def _check_caps_and_awards(self, file: _File, scale: Scale, populations: dict[str, str]) -> None:
        ids = [level.id for level in scale.levels]
        for position, cap in enumerate(file.cap):
            self._check_population(f"cap[{position}].population", cap.population, populations)
            if cap.level not in ids:
                raise self.refuse(
                    f"cap[{position}].level", f"«{cap.level}» không phải mức. Được dùng: {', '.join(ids)}."
                )
            if cap.denominator not in scale.measures:
                allowed = ", ".join(scale.measures)
                raise self.refuse(f"cap[{position}].denominator", f"«{cap.denominator}» lạ. Được dùng: {allowed}.")
        known = [award.id for award in file.awards]
        for position, award in enumerate(file.awards):
            self._check_population(f"awards[{position}].population", award.population, populations)
            if known.count(award.id) > 1:
                raise self.refuse(f"awards[{position}].id", f"«{award.id}» dùng hai lần.")
            if award.years < 1:
                raise self.refuse(f"awards[{position}].years", f"{award.years} năm; cần ít nhất 1.")
            if award.level is not None and award.level not in ids:
                raise self.refuse(
                    f"awards[{position}].level", f"«{award.level}» không phải mức. Được dùng: {', '.join(ids)}."
                )
            for other in (*award.holds, *award.not_held):
                if other not in known:
                    raise self.refuse(
                        f"awards[{position}]", f"không có hình thức khen «{other}». Có: {', '.join(known)}."
                    )

    def _check_review_and_limits(self, file: _File, scale: Scale) -> None:
        for measure in file.review.subordinates if file.review != Review() else ():
            if measure not in scale.measures:
                allowed = ", ".join(scale.measures)
                raise self.refuse("review.subordinates", f"«{measure}» lạ. Được dùng: {allowed}.")
        if not 0 <= file.review.months <= 60:
            raise self.refuse("review.months", f"{file.review.months} tháng; cần từ 0 đến 60.")
        for key in Limits.__struct_fields__:
            if getattr(file.limits, key) < 1:
                raise self.refuse(f"limits.{key}", f"{getattr(file.limits, key)}; cần ít nhất 1.")

    def _check_hints(self, hints: Sequence[Hint]) -> None:
        for position, hint in enumerate(hints):
            for key in ("level_by_year", "year_from_file"):
                pattern = getattr(hint, key)
                try:
                    groups = re.compile(pattern).groups if pattern is not None else 1
                except re.error as error:
                    raise self.refuse(f"read[{position}].{key}", f"mẫu tìm sai ({error}).") from error
                if groups != 1:
                    raise self.refuse(f"read[{position}].{key}", "mẫu tìm phải có đúng một nhóm (…) quanh năm.")


def _with_more_words(scale: Scale, table: _Scale) -> Scale:
    """A built-in scale, and the one before it, that also read the words of a file: each alias on the scale it means."""
    reasons = {key: (*scale.not_rated.get(key, ()), *table.not_rated.get(key, ())) for key in REASONS}
    own = {*REASONS, *(level.id for level in scale.levels)}
    aliases = {word: meant for word, meant in table.aliases.items() if meant in own}
    earlier = _with_more_words(scale.earlier, table) if scale.earlier else None
    return replace(scale, not_rated=reasons, aliases=aliases, earlier=earlier)


_KINDS = {
    "str": "chữ trong dấu nháy", "int": "số nguyên", "array": "danh sách […]", "object": "bảng khóa",
    "date": "ngày dạng 2021-01-31", "bool": "true/false", "float": "số", "decimal": "số thập phân",
}  # fmt: skip
_TABLES: dict[str, type[Table]] = {
    "": _File, "targets": Target, "cap": Cap, "awards": Award, "crosswalk": Crosswalk,
    "review": Review, "limits": Limits, "read": Hint, "scale": _Scale, "scale.levels": _Level,
}  # fmt: skip


def _kind(words: str) -> str:
    return " hoặc ".join(_KINDS.get(word, word) for word in words.split(" | ") if word != "null")


def _allowed_keys(where: str) -> tuple[str, ...]:
    table = _TABLES[re.sub(r"\[\d+\]|\[…\]|\[\.\.\.\]", "", where)]
    return table.__struct_encode_fields__


def _allowed_values(where: str) -> str:
    key = where.rpartition(".")[2]
    values = {
        "sign": '">=", ">", "<=", "<"',
        "group": '"base_organisation", "unit", "all"',
        "rounding": '"floor"',
        "kind": '"renamed", "merged", "split", "dissolved"',
    }
    return f" Được dùng: {values[key]}." if key in values else ""


def _fraction(kind: type, value: Any) -> Any:
    """A share written "98%", "0.98", "49/50" or 0.98, exactly. 98 is refused: 0.98 or "98%" was meant."""
    if kind is not Fraction:
        raise NotImplementedError(kind)
    text = str(value).strip().replace(",", ".")
    try:
        share = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'«{value}» không phải tỉ lệ. Viết như "98%" hoặc "0.98".') from None
    if not 0 <= share <= 1:
        meant = "" if text.endswith("%") else f' Có phải "{value}%"?'
        raise ValueError(f'tỉ lệ {value} nằm ngoài 0–100%.{meant} Viết như "98%" hoặc "0.98".')
    return share


def _same_figure(one: Target, other: Target) -> bool:
    first = max(one.first or 0, other.first or 0)
    last = min(one.last or 9999, other.last or 9999)
    return (one.population, one.measure) == (other.population, other.measure) and first <= last


def _attainable(one: Target, other: Target) -> bool:
    """Whether some share between 0 and 1 meets both."""
    low, high, open_low, open_high = Fraction(0), Fraction(1), False, False
    for target in (one, other):
        if target.sign in (">=", ">") and (target.bound, target.sign == ">") > (low, open_low):
            low, open_low = target.bound, target.sign == ">"
        if target.sign in ("<=", "<") and (target.bound, target.sign != "<") < (high, not open_high):
            high, open_high = target.bound, target.sign == "<"
    return low < high or (low == high and not (open_low or open_high))


def _rival(one: Target, other: Target) -> bool:
    """Two bounds of one direction in one document: which of them counts cannot be told."""
    return (
        one.sign[0] == other.sign[0]
        and one.source == other.source
        and (one.sign, one.bound) != (other.sign, other.bound)
    )


def _line_of(text: str, key: str) -> int | None:
    """The line of a key such as `targets[1].bound`, or of its table; None where it cannot be told."""
    lines = text.splitlines()
    at, found = 0, None
    for part in key.split("."):
        name, _, index = part.partition("[")
        number = int(re.sub(r"\D", "", index) or 0)
        table = [n for n, line in enumerate(lines) if re.match(rf"\s*\[+\s*{re.escape(name)}\s*\]+", line)]
        keys = [n for n in range(at, len(lines)) if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", lines[n])]
        if len(table) > number:
            at = found = table[number]
        elif keys:
            at = found = keys[0]
    return found + 1 if found is not None else None
