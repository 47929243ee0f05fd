"""How many derived rows there should be: rows that went or came without the program are noticed.

A checksum shows that a row changed, not that it is missing. Only rows that are counted by an index
are counted: that takes a millisecond for 25,000 passages.
"""

from knowledge.storage.databases import AnyDatabase
from knowledge.storage.engine import Database

_REMEDY = "`bantin verify` names the bulletins"


def lost_rows(database: AnyDatabase) -> str | None:
    """What is missing or too much, and what to do; None where all rows are there.

    It waits for no free connection.
    """
    words = "lexical_docsize" if isinstance(database, Database) else "lexical"
    counted = (
        ("passages", "passages", "passages"),
        ("figures", "figures", "figures"),
        ("years of passages", "passage_years", "years"),
        ("places of passages", "passage_places", "places"),
        ("passages in the index of words", words, "passages"),
    )
    # One statement, so that all counts are of one state.
    columns = ", ".join(
        f"(SELECT count(*) FROM {table}), (SELECT coalesce(sum({due}), 0) FROM row_counts)"
        for _, table, due in counted
    )
    ((*counts,),) = database.glance(f"SELECT {columns}")
    stored, due = counts[::2], counts[1::2]
    wrong = {
        what: f"{there:,} of {expected:,} {what}"
        for (what, _, _), there, expected in zip(counted, stored, due, strict=True)
        if there != expected
    }
    if not wrong:
        return None
    remedy = "bantin rebuild --figures" if wrong.keys() == {"figures"} else "bantin rebuild"
    return (
        f"the catalogue {database.named!r} holds {', '.join(wrong.values())}; run `{remedy}`, "
        f"{_REMEDY}"
    )
