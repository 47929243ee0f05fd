"""An embedding server of the OpenAI protocol over a SentenceTransformer, for haiku.rag.

    python -m evals.bench.peers.embedding_server MODEL PORT

It runs in the environment of the LangChain peer. It stands for Ollama or vLLM, which cannot be had
without a hub.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def main() -> None:
    """Serves until it is ended."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(sys.argv[1], device="cpu")

    class Handler(BaseHTTPRequestHandler):
        """`POST …/embeddings`; anything else says that the server is up."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send({"status": "ok"})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
            vectors = model.encode(texts, normalize_embeddings=True)
            data = [
                {"object": "embedding", "index": n, "embedding": vector.tolist()}
                for n, vector in enumerate(vectors)
            ]
            usage = {"prompt_tokens": 0, "total_tokens": 0}
            self._send({"object": "list", "model": body["model"], "data": data, "usage": usage})

        def _send(self, content: dict[str, object]) -> None:
            data = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Nothing: requests are not logged."""

    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()


if __name__ == "__main__":
    main()
