"""evalkit.toml from text to Settings: converted, checked rule by rule, refused with line and key."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from evalkit.file_access import explain_unreadable
from evalkit.refusal import Refused
from evalkit.scale import PARTY, RATED, REASONS, UNKNOWN, Level, Scale
from evalkit.settings.checked import check_rules
from evalkit.settings.rules import (
    POPULATIONS,
    Award,
    Cap,
    Crosswalk,
    Growth,
    Hint,
    Limits,
    Published,
    Regulation,
    Review,
    Settings,
    StreakRule,
    Table,
    Target,
    UnitTarget,
)
from evalkit.vietnamese import fold

FILE_NAME = "evalkit.toml"
_TAKEN = {RATED, UNKNOWN, "total", "not_rated"}  # measures of their own
_MADE = {"template", "cap", "read", "scale", "populations"}  # become something else in the settings
_ID = r"^[A-Za-z_][A-Za-z0-9_.-]*$"


class SettingsError(Refused):
    """The settings file cannot be used; the message is one Vietnamese line with file, place and what is allowed."""


class _Level(Table, frozen=True, kw_only=True):
    id: str
    name: str | None = None
    spellings: tuple[str, ...] = ()
    short: str | None = None


class _Scale(Table, frozen=True, kw_only=True):
    name: str | None = None
    levels: tuple[_Level, ...] = ()
    reasons: dict[str, str] = msgspec.field(default_factory=dict)
    not_rated: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    aliases: dict[str, str] = msgspec.field(default_factory=dict)


class _File(Table, frozen=True, kw_only=True):
    organisation: str = ""
    organ: str = ""
    parent: str = ""
    symbol: str = ""
    place: str = ""
    signatory: str = ""
    position: str = ""
    recipients: tuple[str, ...] = ()
    term: str = ""
    template: str = ""
    mask_below: int = 0
    populations: dict[str, str] = msgspec.field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    unit_targets: tuple[UnitTarget, ...] = ()
    regulations: tuple[Regulation, ...] = ()
    blocks: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    cap: tuple[Cap, ...] = ()
    awards: tuple[Award, ...] = ()
    crosswalk: tuple[Crosswalk, ...] = ()
    streaks: StreakRule = StreakRule()
    growth: Growth | None = None
    published: tuple[Published, ...] = ()
    review: Review = Review()
    limits: Limits = Limits()
    scale: _Scale = _Scale()
    read: tuple[Hint, ...] = ()


def find_settings(paths: Sequence[str | Path], *, settings: str | Path | None = None) -> Settings:
    """Return the settings named, else the `evalkit.toml` in the first path's folder, else the built-in Party scale.

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
    path = Path(path).absolute()
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path.name}: không đọc được tệp cài đặt: {explain_unreadable(error)}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{path.name}: không phải văn bản UTF-8. Trong Notepad hãy lưu lại với mã hóa UTF-8."
        ) from error
    return _Checker(path, text).settings()


def decode(content: bytes) -> str:
    """Return the text of a file as Notepad may have saved it: UTF-8 with or without a mark, or UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


class _Checker:
    """One file on its way to Settings; knows the text, so that a refusal can name the line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text

    def settings(self) -> Settings:
        file = _within_term(self._convert())
        scale = self._scale(file.scale)
        populations = POPULATIONS | file.populations
        if file.scale.levels:  # of a scale of its own
            populations = {hint.population: hint.population for hint in file.read} | populations
        check_rules(file, scale, populations, refuse=self.refuse)
        same = {name: getattr(file, name) for name in _File.__struct_fields__ if name not in _MADE}
        return Settings(
            **same,
            template=self._template(file.template),
            caps=file.cap,
            hints=file.read,
            scale=scale,
            populations=populations,
            path=self.path,
            text=self.text,
        )

    def _template(self, name: str) -> Path | None:
        """Return the Word file beside the settings that the report is to look like."""
        if not name:
            return None
        path = self.path.parent / name
        if path.suffix.lower() != ".docx" or not path.is_file():
            raise self.refuse("template", f"«{name}» không phải tệp .docx có ở cạnh tệp cài đặt này.")
        return path

    def refuse(self, key: str, found: str) -> SettingsError:
        line = _line_of(self.text, key)
        return SettingsError(f"{self.path.name}{f', dòng {line}' if line else ''}, khóa «{key}»: {found}")

    def _convert(self) -> _File:
        import tomllib  # a worker process parses no settings

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
        scale = self._own_scale(table) if table.levels else self._party_scale(table)
        for word, meant in table.aliases.items():
            if meant not in scale.every_reason and meant not in scale.worst_to_best:
                allowed = ", ".join((*(level.id for level in scale.levels), *scale.every_reason))
                raise self.refuse(f"scale.aliases.{word}", f"«{meant}» không phải mức hay lý do. Được dùng: {allowed}.")
        self._check_words(scale, table)
        self._check_aliases(scale)
        return scale

    def _check_aliases(self, scale: Scale) -> None:
        """No further spelling may be blank, stand twice with two meanings, or change what a word means already."""
        for era in scale.eras:
            said: dict[str, str] = {}
            known = replace(era, aliases={}, earlier=None)
            for word, meant in era.aliases.items():
                key, own = f"scale.aliases.{word}", known.read(word)
                if not fold(word):
                    raise self.refuse(key, "cách viết để trống. Ghi chữ đứng trong ô, hoặc bỏ dòng này.")
                if said.setdefault(fold(word), meant) != meant:
                    raise self.refuse(key, f"«{word}» được ghi hai lần, với hai nghĩa. Giữ một.")
                meaning = own and (own.level or own.status)
                if own and meaning != meant and (own.level or meant in {level.id for level in era.levels}):
                    raise self.refuse(key, f"«{word}» đã là {meaning} theo {scale.name}, không đổi được. Bỏ dòng này.")

    def _check_words(self, scale: Scale, table: _Scale) -> None:
        """No word may be read both as a level and as a reason."""
        for reason, words in table.not_rated.items():
            for word in words:
                if level := next((era.level_of(word) for era in scale.levels_only.eras if era.level_of(word)), None):
                    raise self.refuse(
                        f"scale.not_rated.{reason}", f"«{word}» đã là mức {level}. Bỏ khỏi một trong hai."
                    )

    def _party_scale(self, table: _Scale) -> Scale:
        """Return the Party's scale with the words of the file; its reasons are those of the regulations."""
        if table.reasons:
            raise self.refuse("scale.reasons", "lý do riêng chỉ dùng cho thang có levels; thang của Đảng có lý do sẵn.")
        for reason in table.not_rated:
            if reason not in REASONS:
                raise self.refuse(f"scale.not_rated.{reason}", f"lý do lạ. Được dùng: {', '.join(REASONS)}.")
        return _with_more_words(PARTY, table)

    def _own_scale(self, table: _Scale) -> Scale:
        levels = tuple(Level(one.id, one.name or one.id, one.spellings, one.short or one.id) for one in table.levels)
        seen: dict[str, str] = {}
        for position, level in enumerate(levels):
            if not _can_be_id(level.id) or level.id in REASONS:
                raise self.refuse(f"scale.levels[{position}].id", _no_id(level.id, "mức"))
            for word in (level.name, *(level.spellings or (level.id,))):
                if seen.setdefault(fold(word), level.id) != level.id or [one.id for one in levels].count(level.id) > 1:
                    raise self.refuse(f"scale.levels[{position}]", f"«{word}» được gán cho hai mức.")
        reasons = self._own_reasons(table, [level.id for level in levels])
        return Scale(table.name or "thang riêng", levels, table.not_rated, table.aliases, reasons=reasons)

    def _own_reasons(self, table: _Scale, levels: Sequence[str]) -> dict[str, str]:
        """Return the reasons that a scale of its own names, each with its words."""
        named = dict.fromkeys((*table.reasons, *table.not_rated))
        for reason in named:
            if not _can_be_id(reason) or reason in levels:
                key = "reasons" if reason in table.reasons else "not_rated"
                raise self.refuse(f"scale.{key}.{reason}", _no_id(reason, "lý do"))
        return {reason: table.reasons.get(reason) or REASONS.get(reason, reason) for reason in named}


def _can_be_id(word: str) -> bool:
    """Return whether a level or a reason can be named so: no measure of another meaning."""
    return bool(re.match(_ID, word)) and not word.endswith("_or_better") and word not in _TAKEN


def _no_id(word: str, what: str) -> str:
    """Return why a level or a reason cannot be named so; a number goes among the words that are read."""
    refused = f"«{word}» không dùng làm mã {what} được (chữ không dấu, số, _)."
    if not word[:1].isdecimal():
        return refused
    key = "spellings" if what == "mức" else "not_rated"
    return f"{refused} Đặt một mã bắt đầu bằng chữ, rồi ghi «{word}» vào {key} của mã ấy."


def _within_term(file: _File) -> _File:
    """Return the file with every target that names no years holding for those of the term."""
    term = Settings(term=file.term).term_years
    if term is None:
        return file
    first, last = term
    targets = tuple(
        one if one.first or one.last else msgspec.structs.replace(one, first=first, last=last) for one in file.targets
    )
    return msgspec.structs.replace(file, targets=targets)


def _with_more_words(scale: Scale, table: _Scale) -> Scale:
    """Return a built-in scale, and the one before it, that also read the words of a file: each alias on the scale it
    means.
    """
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
    "": _File, "targets": Target, "unit_targets": UnitTarget, "regulations": Regulation,
    "cap": Cap, "awards": Award, "crosswalk": Crosswalk,
    "streaks": StreakRule, "growth": Growth, "published": Published,
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
        "unrated": '"breaks", "bridges"',
        "kind": '"renamed", "merged", "split", "dissolved"',
    }
    return f" Được dùng: {values[key]}." if key in values else ""


def _fraction(kind: type, value: Any) -> Any:
    """Return a share written "98%", "0.98", "49/50" or 0.98, exactly. 98 is refused: 0.98 or "98%" was meant."""
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


def _line_of(text: str, key: str) -> int | None:
    """Return the line of a key such as `targets[1].bound`, or of its table; None where it cannot be told."""
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
