"""Fits the kinds of questions about bulletins -> `assistant/question/weights/bulletins.f16`.

Written on 2026-11-26. Each question is also learned with words replaced by synonyms, so that a few
hundred written questions cover more wordings.

    python -m evals.training.bulletins fit
    python -m evals.training.bulletins score [--part locked]
    python -m evals.training.bulletins folds

`bulletin_questions.jsonl` beside this module has the questions {part, kind, question}; the train
part of `questions` has ordinary questions, which have no such kind. `score` prints how many
questions of a part are classified right, and how many ordinary questions of the work part are
misclassified; `folds` prints the same for the train part by cross-validation in four folds.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from assistant.question.bulletin_questions import BAR, KINDS, bulletin_question, sorts_of
from assistant.word_model import WordModel
from evals.training import linear
from evals.training.questions import read_rows
from knowledge.text.spelling import without_accents

QUESTIONS = Path(__file__).with_name("bulletin_questions.jsonl")
WEIGHTS = Path(__file__).parents[2] / "assistant" / "question" / "weights" / "bulletins.f16"
# The weight of a question about bulletins, because there are many more ordinary ones.
_WEIGHT = 10.0
_VARIANTS, _EXCHANGED, _FOLDS = 4, 0.6, 4
# Synonyms without accents, one group in each line.
_SYNONYMS = """
ban tin,bai viet,bai bao,bai,tin,tin bai,mau tin,bai dang
cac ban tin,cac bai,cac tin,may bai,nhung bai,nhung tin bai,nhung ban tin
tom tat,tom luoc,diem qua,noi ngan gon,neu dai y,cho biet dai y
noi dung chinh,y chinh,dai y,nhung diem chinh,noi dung
noi gi,viet gi,noi nhung gi,de cap nhung gi,gom nhung gi,ban ve chuyen gi,the nao
liet ke,ke ten,ke ra,neu ten,cho xem,danh sach
moi nhat,gan day nhat,gan nhat,sau cung,vua dang,vua len
gan day,dao nay,may ngay qua,thoi gian qua,vua qua
dang,ra,len trang,cong bo,phat hanh
ngay nao,khi nao,hom nao,luc nao,ngay may,bao gio
ai viet,cua ai,do ai viet,tac gia la ai,ai la tac gia
chi tieu,muc tieu,nhiem vu,cong viec,mat,linh vuc
vuot ke hoach,vuot chi tieu,vuot muc,cao hon ke hoach,hon ke hoach,tot hon ke hoach
khong dat,chua dat,khong hoan thanh,chua hoan thanh,kem ke hoach,hut ke hoach,duoi ke hoach
dat ke hoach,hoan thanh ke hoach,dat chi tieu,hoan thanh
he thong,kho,thu vien,co so du lieu,o day
bulletin,article,piece,story,news item,report,post
bulletins,articles,pieces,stories,news items,reports,posts
summarise,summarize,sum up,recap,give me the gist of,outline
say,report,write about,contain,cover
latest,newest,most recent,last
recently,lately,these days,this week
list,name,show,show me,find,give me
wrote,authored,put out,published,issued,posted
when was,on what date was,on which day was
targets,indicators,goals,plans
exceeded,beaten,surpassed,above plan,beyond plan,over target
exceed,beat,surpass,go beyond
missed,not met,not reached,below plan,short of plan,not achieved
met,reached,achieved,fulfilled,hit
office,department,agency,body
about,on,concerning,regarding,covering
"""


def questions_of(part: str) -> list[tuple[str, str]]:
    """The questions about bulletins in a part, each with its kind."""
    rows = map(json.loads, QUESTIONS.read_text("utf-8").splitlines())
    return [(row["question"], row["kind"]) for row in rows if row["part"] == part]


def ordinary(part: str) -> list[str]:
    """The Vietnamese and English questions of a part about the contents of bulletins."""
    return [question for row in read_rows(part) for question in (row["vi"], row["en"])]


def model_of(asked: Sequence[tuple[str, str]]) -> WordModel:
    """The model of these questions beside the ordinary ones of the train part."""
    chance = random.Random(0)
    texts = [sorts_of(question) for question in ordinary("train")]
    kinds, weights = [0] * len(texts), [1.0] * len(texts)
    for question, kind in asked:
        forms = variants_of(sorts_of(question), chance)
        texts += forms
        kinds += [KINDS.index(kind)] * len(forms)
        weights += [_WEIGHT / len(forms)] * len(forms)
    return linear.fitted(texts, kinds, 3.0, weights)


def variants_of(question: str, chance: random.Random) -> list[str]:
    """The question, and variants of it with synonyms."""
    forms = {question: None}
    for _ in range(_VARIANTS):
        form = question
        for pattern, group in _groups():
            form = pattern.sub(partial(_exchanged, group, chance), form)
        forms[form] = None
    return list(forms)


def _exchanged(group: Sequence[str], chance: random.Random, match: re.Match[str]) -> str:
    """A random synonym of the group, or the words unchanged."""
    return chance.choice(group) if chance.random() < _EXCHANGED else match[0]


@cache
def _groups() -> list[tuple[re.Pattern[str], list[str]]]:
    groups = [line.split(",") for line in _SYNONYMS.strip().splitlines()]
    longest_first = [sorted(map(re.escape, group), key=len, reverse=True) for group in groups]
    return [
        (re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"), group)
        for words, group in zip(longest_first, groups, strict=True)
    ]


def fit() -> None:
    """Fits and stores the weights."""
    model = model_of(questions_of("train"))
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(model.stored())


def folds() -> None:
    """Prints how well the train part is classified, in four folds of cross-validation."""
    asked = questions_of("train")
    random.Random(1).shuffle(asked)
    right = seen = about = taken = 0
    for number in range(_FOLDS):
        model = model_of([row for n, row in enumerate(asked) if n % _FOLDS != number])
        for question, kind in asked[number::_FOLDS]:
            chances = model.probabilities(sorts_of(question))
            is_taken = 1 - chances[0] >= BAR
            if kind == "none":
                taken += is_taken
                continue
            about += 1
            seen += is_taken
            right += is_taken and KINDS[chances.index(max(chances[1:]), 1)] == kind
    others = len(asked) - about
    sys.stdout.write(f"{seen / about:.3f} of {about} seen, {right / about:.3f} right, ")
    sys.stdout.write(f"{taken} of {others} others taken\n")


def score(asked: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    """The numbers of right, missed and wrong classifications of questions about bulletins."""
    right = missed = taken = 0
    for question, kind in asked:
        recognised = bulletin_question(question)
        name = recognised.kind if recognised else "none"
        right += name == kind
        missed += kind != "none" and name == "none"
        taken += kind == "none" and name != "none"
        if name != kind:
            sys.stdout.write(f"  {kind} taken for {name}: {question}\n")
    return right, missed, taken


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["fit", "score", "folds"])
    parser.add_argument("--part", default="work")
    arguments = parser.parse_args()
    if arguments.command == "fit":
        fit()
        return
    if arguments.command == "folds":
        folds()
        return
    asked = questions_of(arguments.part)
    right, missed, taken = score(asked)
    sys.stdout.write(f"{right} of {len(asked)} right, {missed} missed, {taken} taken wrongly\n")
    common = ordinary("work")
    common += [without_accents(q) for q in common[::2]]
    _, _, taken = score([(question, "none") for question in common])
    sys.stdout.write(f"{taken} of {len(common)} ordinary questions taken, bar {BAR}\n")


if __name__ == "__main__":
    main()
