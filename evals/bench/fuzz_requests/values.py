"""Values, headers and paths that parsers, databases and browsers stumble over."""

from typing import Any

MAX_BODY = 200_000
# Text that parsers, databases, templates and terminals stumble over.
NASTY = (
    "", " ", "\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "'", '"',
    "' OR 1=1 --", "'; DROP TABLE bulletins; --", "NEAR(a b", '" AND "', "*", "%", "%%s%n", "\\", "\r\n",
    "a\r\nset-cookie: x=1", "../../etc/passwd", "..%2f..%2fetc", "/etc/passwd", "file:///etc/passwd",
    "http://169.254.169.254/", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}",
    "${jndi:ldap://x/a}", "{0}", "NaN", "Infinity", "-1", "0", "1e999", "99999999999999999999", "true",
    "null", "[]", "{}", "năm 2022 Bắc Kạn", "bao nhieu nguoi di xkld", "\u202e\u200b\u2066", "e\u0302\u0301",
    "😀" * 50, "a" * 5000, "9" * 3000, "(" * 2000, "năm " * 800, "ß", "İ", "１２３", "１", "٣", "²", "½", "\ufeff",
    "\U000e0031", "\uffff", "x; y=z", "=HYPERLINK(1)", "@SUM(A1)", "admin", "None", "__class__", "constructor",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2022, 10**30, -(10**30), 1.5, [], {}, [[]], {"a": {}}, [None] * 300,
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}, "x" * 6000, ["a", 1], {"": ""},
)  # fmt: skip
METHODS = (
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "SEARCH",
    "PURGE", "get", "G", "M-SEARCH",
)  # fmt: skip
TYPES = (
    "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=b", "application/json; charset=utf-16", "application/xml", "", "x",
    "text/html; charset=utf-7", "application/octet-stream",
)  # fmt: skip
HEADERS = (
    ("accept", "text/html"), ("accept", "*/*;q=x"), ("accept", "text/event-stream"), ("accept", "\xff"),
    ("authorization", "Bearer bantin_x_y"), ("authorization", "Bearer \xff\xfe"), ("authorization", "Basic %%%"),
    ("authorization", "Bearer " + "a" * 4000), ("cookie", "bantin_session=x"), ("cookie", "=;=;;bantin_notice=%"),
    ("cookie", "bantin_notice=eyJ"), ("host", "evil.example"), ("host", ""), ("host", "[::1"), ("host", "a:99999"),
    ("origin", "null"), ("origin", "https://evil.example"), ("origin", "http://[::1"), ("range", "bytes=0-,5-"),
    ("x-forwarded-for", "1.2.3.4, \xff"), ("x-forwarded-proto", "javascript"), ("if-none-match", "*"),
    ("expect", "100-continue"), ("content-encoding", "gzip"), ("accept-encoding", "gzip;q=9"), ("te", "x"),
    ("x-http-method-override", "DELETE"), ("accept-language", "vi" * 900), ("last-event-id", "\x01"),
    ("mcp-protocol-version", "x"), ("mcp-session-id", "../x"), ("if-modified-since", "x"), ("forwarded", "for=_x"),
    ("content-type", "application/json"), ("upgrade", "h2c"), ("referer", "javascript:1"), ("user-agent", ""),
)  # fmt: skip
PATHS = (
    "/", "/bulletins", "/bulletins/", "/a/", "/embed.js", "/page/citizens.js", "/page/..%2f..%2fsettings.py",
    "/accessibility", "/api/v1/docs", "/api/v1/openapi.json", "/api/v1/docs-files/../../x", "/feedback", "//", "/.",
    "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/%ff%fe", "/a/%0d%0aset-cookie:x=1", "/staff", "/staff/",
    "/gradio_api/file=/etc/passwd", "/gradio_api/upload", "/config", "/gradio_api/queue/join", "/mcp", "/mcp/",
    "/v1/models", "/v1/models/x", "/static/../x", "/manifest.json", "/robots.txt", "/.env", "/.git/config", "/?" + "a" * 3000,
)  # fmt: skip
