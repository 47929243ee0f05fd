"""bantin as a node of a LangGraph graph that remembers the conversation.

    BANTIN_DATA=.data python docs/examples/graph_with_memory.py \\
        "Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?" "còn Vĩnh Long năm 2021?"

The graph stores the turns under a thread id; a refused question is forwarded to a person.
Needs `pip install langgraph` besides.
"""

import operator
import sys
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph

from assistant.build import build_assistant
from assistant.langchain import as_runnable
from assistant.settings import load_settings


class Talk(TypedDict, total=False):
    question: str
    history: Annotated[list[dict[str, str]], operator.add]
    answer: dict[str, Any]
    for_a_person: Annotated[list[str], operator.add]


def build_graph() -> Any:
    bantin = as_runnable(build_assistant(load_settings()))

    def ask(state: Talk) -> Talk:
        asked = {"question": state["question"], "history": state.get("history", [])}
        answer = bantin.invoke(asked)
        turn = {"question": state["question"], "answer": answer["text"]}
        return {"answer": answer, "history": [turn]}

    def hand_over(state: Talk) -> Talk:
        return {"for_a_person": [state["question"]]}

    def is_answered(state: Talk) -> str:
        return END if state["answer"]["status"].startswith("answered") else "hand_over"

    graph = StateGraph(Talk)
    graph.add_node("ask", ask)
    graph.add_node("hand_over", hand_over)
    graph.add_edge(START, "ask")
    graph.add_conditional_edges("ask", is_answered, ["hand_over", END])
    graph.add_edge("hand_over", END)
    return graph.compile(checkpointer=InMemorySaver())


def main(questions: list[str]) -> None:
    graph = build_graph()
    thread = {"configurable": {"thread_id": "one conversation"}}
    for question in questions:
        state = graph.invoke({"question": question}, thread)
        print(f"? {question}\n{state['answer']['text']}\n")
    print("for a person:", state.get("for_a_person", []))


if __name__ == "__main__":
    main(sys.argv[1:] or ["Năm 2022 Lâm Đồng có bao nhiêu người đi xuất khẩu lao động?"])
