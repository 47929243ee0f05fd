"""Columns of free text: what is written is what every database stores; see `storable`."""

from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator

from knowledge.text.storable import storable


class _Stored(TypeDecorator[str]):
    cache_ok = True
    impl: Any

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """The text as it is stored."""
        return None if value is None else storable(value)


class StoredText(_Stored):
    """A text of any length."""

    impl = Text
    cache_ok = True


class StoredString(_Stored):
    """A short text, such as a name."""

    impl = String
    cache_ok = True
