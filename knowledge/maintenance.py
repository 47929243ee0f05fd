"""Is everything that is stored whole? Reads all of it and says what is not."""

from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError
from knowledge.schema import figures as figure_table
from knowledge.vectors import VectorIndex


def check_library(catalogue: Catalogue, index: VectorIndex) -> tuple[list[str], dict[str, int]]:
    """Problems in words (none: all is whole), and how much was checked."""
    problems: list[str] = []
    with catalogue.reading() as connection:
        opinion = catalogue.check_file(connection)
        if opinion != "ok":
            problems.append(f"the catalogue file is damaged: {opinion}")
        ids, rows = catalogue.vectors(connection)
        counts = catalogue.counts(connection)
        if counts["passages"] != counts["vectors"]:
            problems.append(f"{counts['passages']} passages, but {counts['vectors']} vectors")
        if rows.size and abs((rows**2).sum(1) - 1).max() > 1e-3:
            problems.append("some vectors are not of unit length")
        for edition in catalogue.editions(connection):
            bulletin = edition.bulletin
            passages = catalogue.passages_of(connection, bulletin.bulletin_id)
            for passage in passages:
                if bulletin.text[passage.start : passage.end] != passage.text:
                    problems.append(f"passage {passage.passage_id} is not the bulletin's text")
            own = figure_table.c.bulletin_id == bulletin.bulletin_id
            for figure in catalogue.figures(connection, own):
                if bulletin.text[figure.start : figure.end] != figure.quote:
                    problems.append(f"figure {figure.figure_id} is not the bulletin's text")
        behind = catalogue.state(connection, "vectors") != catalogue.state(connection, "revision")
    try:
        present = index.ids()
    except KnowledgeError as exc:
        problems.append(str(exc))
    else:
        missing, surplus = set(ids) - present, present - set(ids)
        if missing or surplus:
            problems.append(
                f"the vector index lacks {len(missing)} passages and holds {len(surplus)} old ones"
            )
        elif behind:
            problems.append("the vector index was not marked as up to date after a crash")
    return problems, counts
