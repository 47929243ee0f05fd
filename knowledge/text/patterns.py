"""Regular expressions that are compiled at their first use.

A command like `bantin ask` imports some five hundred patterns and uses two hundred of them; to
compile the rest takes a tenth of its time.
"""

import re
from typing import Any, cast


class _LazyRegex:
    """Stands for a pattern until one of its methods is called; then has the pattern's methods."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        """An attribute of the compiled pattern; stored, so that it is looked up once."""
        if name.startswith("__"):
            raise AttributeError(name)
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def lazy_regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, for patterns at the top of a module.

    Raises:
        re.error: the pattern is wrong; raised at the first use, not here.
    """
    return cast("re.Pattern[str]", _LazyRegex(pattern, flags))
