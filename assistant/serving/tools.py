"""Tools for other assistants over the Model Context Protocol: ask, search, figures."""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route

from assistant.json_views import answer_view
from assistant.records import Turn
from assistant.service import Service
from assistant.serving.api_keys import needs
from knowledge.output.json_views import figure_view, hit_view

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]
_MOST = 50
_Year = Annotated[int | None, Field(ge=1900, le=2100)]
_Place = Annotated[str | None, Field(max_length=100)]
_PURPOSE = (
    "Checked, cited answers over the bulletins of a Vietnamese province. Every figure is verified "
    "against the passage it cites; quote `text` as it is and show its citations. What was not "
    "found in the bulletins is refused: do not fill the gap yourself."
)


def build_tools(service: Service) -> MCPServer:
    """The MCP server over one service, for standard input or for the routes of `tools_routes`."""
    server = MCPServer("bantin", instructions=_PURPOSE, version="1", log_level="WARNING")
    library = service.assistant.library
    # Separate threads: questions do not delay short requests of the API.
    asking = CapacityLimiter(service.turns.most)

    def check(context: Context, scope: str) -> None:
        """Raises ToolError unless the caller's key has the scope; standard input needs no key."""
        service.check("mcp")
        request = context.request_context.request
        if isinstance(request, Request):
            try:
                needs(service, scope)(request)
            except HTTPException as exc:
                raise ToolError(str(exc.detail)) from exc

    @server.tool()
    async def ask(
        context: Context, question: str, language: Literal["vi", "en"] | None = None,
        earlier: Annotated[list[str] | None, Field(max_length=20)] = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Answer a question about figures or facts in the bulletins, with citations.

        `earlier` are the questions asked before it, so that "còn năm 2021?" is understood.
        """
        check(context, "ask")
        history = [Turn(text) for text in earlier or []]
        ask = partial(service.ask, question, language, history, "mcp")
        return answer_view(await to_thread.run_sync(ask, limiter=asking))

    @server.tool()
    async def search(
        context: Context, query: str, k: int = 5, year: _Year = None, place: _Place = None
    ) -> dict[str, Any]:
        """Find passages of bulletins, best first; `text` is the bulletin's own words."""
        check(context, "read")
        search = partial(service.search, query[:2000], min(max(k, 1), _MOST), year, place)
        hits = await to_thread.run_sync(search, limiter=asking)
        return {"query": query, "hits": [hit_view(hit) for hit in hits]}

    @server.tool()
    def figures(
        context: Context, query: Annotated[str | None, Field(max_length=500)] = None,
        year: _Year = None, place: _Place = None, most: int = 20,
        offset: Annotated[int, Field(ge=0, le=2**31)] = 0,
    ) -> dict[str, Any]:  # fmt: skip
        """List figures (value, unit, plan, percent, period, place) with the words that say them.

        At most `most` after the first `offset`, newest period first; `found` counts all.
        """
        check(context, "read")
        most = min(max(most, 1), _MOST)
        count, page = library.figure_page(query, year, place, None, most, offset)
        return {"found": count, "figures": [figure_view(figure) for figure in page]}

    return server


def tools_routes(server: MCPServer, service: Service) -> list[Route]:
    """The routes of the tools over HTTP (streamable, without sessions) at /mcp and /mcp/, with key checks."""
    # DNS rebinding is harmless: the data is public, and no cookie grants access here.
    anywhere = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path="/mcp",
        json_response=True,
        stateless_http=True,
        transport_security=anywhere,
    )
    routes = [route for route in app.routes if isinstance(route, Route)]
    # Clients are given the address with and without a slash at its end.
    routes += [Route(f"{route.path}/", route.endpoint) for route in routes]
    for route in routes:
        route.app = _behind_keys(route.app, service)
    return routes


def _behind_keys(app: _App, service: Service) -> _App:
    """The app with a key check on every request, also on those that only list the tools."""

    async def gated(scope: _Scope, receive: _Receive, send: _Send) -> None:
        needs(service, None)(Request(scope))
        await app(scope, receive, send)

    return gated
