"""Five tasks of an evaluator, at a terminal and in the report."""

from evals.bench.walks.steps import Hand, Task, Terminal

# As a Vietnamese Excel saves "CSV UTF-8": semicolons, a mark at the start. The second case fails.
QUESTIONS = (
    "\ufeffid;question;expected_answer\n"
    "q1;nam 2022 co bao nhieu nguoi di xkld;753 người\n"
    "q2;Tỷ lệ hộ nghèo của Bắc Kạn năm 2019 là bao nhiêu?;20,5%\n"
    "q3;Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?;\n"
)
BANTIN = ("bantin", "eval")


def _import_a_csv(terminal: Terminal, _: Hand) -> None:
    (terminal.folder / "questions.csv").write_text(QUESTIONS, "utf-8")
    terminal.run(*BANTIN, "import", "csv", "questions.csv", "--out", "mine.jsonl")
    assert len((terminal.folder / "mine.jsonl").read_text("utf-8").splitlines()) == 3


def _run_the_suite(terminal: Terminal, _: Hand) -> None:
    output = terminal.run(*BANTIN, "run", "mine.jsonl", "--out", "runs/monday")
    assert "0.667" in output, output


def _read_why_a_case_fails(terminal: Terminal, hand: Hand) -> None:
    hand.page.goto((terminal.folder / "runs/monday/report.html").as_uri())
    terminal.steps += 1  # the report is opened
    before = hand.steps
    case = hand.page.locator("article.case", has_text="20,5%")
    hand.read(case, "19,93%")
    terminal.steps += hand.steps - before
    assert hand.page.locator("article.case").first.inner_text() == case.inner_text()


def _compare_two_runs(terminal: Terminal, _: Hand) -> None:
    terminal.run(*BANTIN, "run", "mine.jsonl", "--out", "runs/tuesday")
    output = terminal.run(*BANTIN, "compare", "runs/monday", "runs/tuesday")
    assert "0 got worse" in output.lower(), output


def _set_a_gate(terminal: Terminal, _: Hand) -> None:
    gate = ("--min", "right=0.9")
    output = terminal.run(*BANTIN, "run", "mine.jsonl", "--out", "runs/gate", *gate, code=1)
    assert "right" in output
    assert "0.9" in output


TASKS = (
    Task("evaluator", "import the CSV of questions that a Vietnamese Excel saves", _import_a_csv),
    Task("evaluator", "run it and see the share of right answers", _run_the_suite),
    Task("evaluator", "read why a case failed", _read_why_a_case_fails),
    Task("evaluator", "run again and compare the two runs", _compare_two_runs),
    Task("evaluator", "stop a release below 90 % right", _set_a_gate),
)  # fmt: skip
