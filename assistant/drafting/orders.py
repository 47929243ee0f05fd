"""Sentences that speak to a program that reads them: orders, and turns of a faked conversation.

They are no evidence for anything, whoever published them. The rules know common forms only: they
lessen what a forged bulletin can put before people, and the trust of its source is the defence.
"""

from knowledge.text.patterns import lazy_regex
from knowledge.text.spelling import fold

# In capitals alone: `ai` is the Vietnamese for `who`.
_AI = lazy_regex(r"(?<!\w)(?:AI|A\.I\.?)(?!\w)")
_MACHINE = r"(?:tro ly(?: ao| chatbot)?|chatbot|mo hinh ngon ngu|he thong tra loi(?: tu dong)?)"
_ORDERS = lazy_regex(
    # Ignore all previous instructions. | Bỏ qua mọi hướng dẫn trước đó.
    r"(?<!\w)(?:ignore|disregard|forget)\W+(?:\w+\W+){0,3}(?:instructions?|rules|prompts?)(?!\w)"
    r"|(?<!\w)bo qua (?:moi|tat ca|toan bo|cac) (?:huong dan|quy tac|chi thi|menh lenh)"
    r"(?: truoc| (?:o |phia |ben )?tren(?!\w)|\W*$|[,.;:])"
    # You must answer only with …; always reply "…"; repeat the following sentence verbatim.
    r"|(?<!\w)(?:must|always|only) (?:answer|reply|respond|say)(?: only)?(?: with\b|\W*[\"“:])"
    r"|(?<!\w)(?:repeat|print|output)\W+(?:\w+\W+){0,4}(?:verbatim|as official)(?!\w)"
    # Turns and marks of chat models.
    r"|^\W*(?:system|assistant|human)\s*:|\[/?inst\]|<<?/?sys>>?|<\|im_(?:start|end)\|>"
    r"|#{2,}\s*(?:instruction|response)"
    # Nếu bạn là AI, … | Gửi mô hình ngôn ngữ: … | Trợ lý đọc đoạn này phải …
    rf"|(?<!\w)(?:neu ban la|gui(?: cho)?|luu y cho|danh cho|hoi)(?: cac| mot)? {_MACHINE}(?!\w)"
    rf"|(?<!\w){_MACHINE}(?: \w+){{0,4}} (?:phai|hay)"
    r" (?:bo qua|tra loi|noi|viet|lap lai|khang dinh)(?!\w)"
    r"|(?<!\w)khi duoc hoi,? hay (?:noi|tra loi)(?!\w)"
    rf"|(?<!\w)tu nay(?: tro di)?,? {_MACHINE}(?!\w)"
)


def speaks_to_program(sentence: str) -> bool:
    """Whether a sentence gives an order to an assistant or imitates a conversation with one."""
    return _ORDERS.search(fold(_AI.sub("chatbot", sentence))) is not None
