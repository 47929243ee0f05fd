"""bantin's tools for other assistants, by the Model Context Protocol: ask, search, figures."""

from typing import Any, Literal

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from assistant.records import Turn
from assistant.serving.service import Service
from assistant.views import answer_view
from knowledge.figure_table import select_figures
from knowledge.views import figure_view, hit_view

_MOST = 50
_PURPOSE = (
    "Checked, cited answers over the bulletins of a Vietnamese province. Every figure is verified "
    "against the passage it cites; quote `text` as it is and show its citations. What the bulletins "
    "do not say is refused: do not fill the gap yourself."
)


def build_tools(service: Service) -> MCPServer:
    """The MCP server over one service; run it on standard input, or mount `tools_app`."""
    server = MCPServer("bantin", instructions=_PURPOSE, version="1", log_level="WARNING")
    library = service.assistant.library

    @server.tool()
    def ask(
        question: str, language: Literal["vi", "en"] | None = None, earlier: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer a question about figures or facts in the bulletins, with citations.

        `earlier` are the questions asked before it, so that "còn năm 2021?" is understood.
        """
        history = [Turn(text[:5000]) for text in (earlier or [])[-20:]]
        return answer_view(service.ask(question, language, history, "mcp"))

    @server.tool()
    def search(
        query: str, k: int = 5, year: int | None = None, place: str | None = None
    ) -> dict[str, Any]:
        """Find passages of bulletins, best first; `text` is the bulletin's own words."""
        service.check("mcp")
        hits = library.search(query[:2000], min(max(k, 1), _MOST), year, place)
        return {"query": query, "hits": [hit_view(hit) for hit in hits]}

    @server.tool()
    def figures(
        query: str | None = None, year: int | None = None, place: str | None = None, most: int = 20
    ) -> dict[str, Any]:
        """List figures (value, unit, plan, percent, period, place) with the words that say them."""
        service.check("mcp")
        found = select_figures(library.catalogue, query, year, place)
        return {
            "found": len(found),
            "figures": [figure_view(figure) for figure in found[: min(max(most, 1), _MOST)]],
        }

    return server


def tools_app(server: MCPServer) -> Any:
    """The tools over HTTP (streamable, without sessions) at /mcp."""
    # The data is public and no cookie counts here, so any name of this host will do.
    anywhere = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        transport_security=anywhere,
    )
