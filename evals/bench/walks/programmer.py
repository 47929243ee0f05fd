"""Five tasks of a programmer: commands, and lines of Python that the README suffices to write."""

import json
import sys

from evals.bench.walks.steps import Task, Terminal

QUESTION = "nam 2022 co bao nhieu nguoi di xkld"
_JSON = ("-H", "content-type: application/json", "-d", json.dumps({"question": QUESTION}))


def _first_answer(terminal: Terminal, address: str) -> None:
    reply = json.loads(terminal.run("curl", "-s", f"{address}/api/v1/ask", *_JSON))
    assert reply["short"] == "753 người"


def _check_a_citation(terminal: Terminal, address: str) -> None:
    """The quotation is the span of the bulletin's text that the citation names."""
    reply = json.loads(terminal.run("curl", "-s", f"{address}/api/v1/ask", *_JSON))
    cited = reply["citations"][0]
    path = f"{address}/api/v1/bulletins/{cited['bulletin_id']}"
    bulletin = json.loads(terminal.run("curl", "-s", path))
    assert bulletin["text"][cited["start"] : cited["end"]] == cited["quote"]


def _openai_client(terminal: Terminal, address: str) -> None:
    lines = [
        "from openai import OpenAI",
        f"client = OpenAI(base_url={address + '/v1'!r}, api_key='any')",
        f"asked = [{{'role': 'user', 'content': {QUESTION!r}}}]",
        "reply = client.chat.completions.create(model='bantin', messages=asked)",
        "print(reply.choices[0].message.content, reply.usage.total_tokens > 0)",
    ]
    output = terminal.write_and_run(lines, sys.executable)
    assert "753 người" in output
    assert "True" in output


def _mcp_tool(terminal: Terminal, address: str) -> None:
    """The address with a slash at its end, as some clients are given it."""
    lines = [
        "import asyncio",
        "from mcp.client import Client",
        "async def main():",
        f"    async with Client({address + '/mcp/'!r}) as client:",
        f"        print(await client.call_tool('ask', {{'question': {QUESTION!r}}}))",
        "asyncio.run(main())",
    ]
    assert "753" in terminal.write_and_run(lines, sys.executable)


def _langchain_retriever(terminal: Terminal, _: str) -> None:
    lines = [
        "from assistant.langchain import BulletinRetriever",
        "from assistant.settings import load_settings",
        "from knowledge.build import open_library",
        "retriever = BulletinRetriever(library=open_library(load_settings()), k=3)",
        f"print(retriever.invoke({QUESTION!r}))",
    ]
    assert terminal.write_and_run(lines, sys.executable).count("Document(") == 3


TASKS = (
    Task("programmer", "get the first answer by curl", _first_answer),
    Task("programmer", "check that a citation quotes its bulletin exactly", _check_a_citation),
    Task("programmer", "ask through the OpenAI client, with its usage", _openai_client),
    Task("programmer", "call the MCP tool `ask` at `/mcp/`", _mcp_tool),
    Task("programmer", "get passages by the LangChain retriever", _langchain_retriever),
)  # fmt: skip
