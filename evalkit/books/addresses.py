"""Addresses of cells as Excel writes them: "H17"."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=20000)
def column_letters(column: int) -> str:
    """Return 0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def position(address: str) -> tuple[int, int]:
    """Return row and column of an address, from 0: "B3" → (2, 1)."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]) - 1, column_number(letters) - 1
