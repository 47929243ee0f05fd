"""The desk's pages: who sees what, tables of seven columns, forms that can be undone."""

import csv
import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.backoffice.backoffice import BackOffice
from tests.assistant.desk.conftest import PASSWORD, text_of

SignedIn = Callable[[str], TestClient]
BAC_KAN = "/staff/bulletins/bac-kan-2022-12-07"
PAGES = ("/staff/", "/staff/bulletins", BAC_KAN, "/staff/figures?all=true", "/staff/log",
         "/staff/counts", "/staff/tester?q=h%E1%BB%99+ngh%C3%A8o", "/staff/load", "/staff/account",
         "/staff/admin", "/staff/admin/trail")  # fmt: skip
ADMIN_FORMS = {
    "/staff/admin/switch": {"name": "api", "state": "off", "reason": "x"},
    "/staff/admin/purge": {"days": "0"},
    "/staff/admin/purge/undo": {"number": "1"},
    "/staff/admin/accounts": {"name": "ai", "role": "admin"},
    "/staff/admin/accounts/change": {"name": "minh", "role": "admin"},
    "/staff/admin/accounts/revoke": {"name": "lan"},
    "/staff/admin/keys": {"label": "x", "scopes": "ask"},
    "/staff/admin/keys/revoke": {"key_id": "x"},
}


@pytest.mark.parametrize("path", PAGES)
def test_a_table_has_at_most_seven_columns(admin: TestClient, path: str) -> None:
    page = admin.get(path)
    assert page.status_code == 200
    heads = re.findall(r"<thead>.*?</thead>", page.text, re.DOTALL)
    assert max([head.count("<th ") for head in heads], default=0) <= 7


def test_an_editor_does_not_see_what_administrators_do(signed_in: SignedIn) -> None:
    editor = signed_in("minh")
    assert "/staff/admin" not in editor.get("/staff/").text
    assert editor.get("/staff/admin").status_code == 403
    assert editor.get("/staff/admin/trail").status_code == 403
    assert 'name="folder"' not in editor.get("/staff/load").text


@pytest.mark.parametrize("path", ADMIN_FORMS)
def test_an_editor_cannot_send_an_administrators_form(signed_in: SignedIn, path: str) -> None:
    assert signed_in("minh").post(path, data=ADMIN_FORMS[path]).status_code == 403


@pytest.mark.parametrize("path", [*ADMIN_FORMS, f"{BAC_KAN}/withdraw", "/staff/load/go"])
def test_a_form_of_another_site_is_refused(admin: TestClient, path: str) -> None:
    reply = admin.post(path, data={}, headers={"origin": "https://evil.example"})
    assert reply.status_code == 403


def test_the_look_up_finds_an_indicator_whole(admin: TestClient) -> None:
    """`cai nghiện` finds its kinds too: compulsory, voluntary, in the community."""
    page = text_of(admin.get("/staff/figures", params={"q": "cai nghiện"}).text)
    assert "6 số liệu" in page
    for value in ("98 học viên", "1.000 người", "167 người", "240 người", "93 người", "650 người"):
        assert value in page


def test_what_has_no_indicator_is_shown_on_demand(admin: TestClient) -> None:
    known = admin.get("/staff/figures", params={"place": "Bắc Kạn"}).text
    assert "Chưa phân loại" not in known
    assert re.search(r"Hiện cả \d+ số chưa phân loại", known)
    assert (
        "Chưa phân loại"
        in admin.get("/staff/figures", params={"place": "Bắc Kạn", "all": "true"}).text
    )


def test_titles_lead_to_their_bulletins_and_figures_to_their_words(admin: TestClient) -> None:
    page = admin.get("/staff/figures", params={"q": "xklđ", "place": "Bắc Kạn"}).text
    link = re.search(r'href="(/staff/bulletins/[^"]+figure=[^"#]+)#here">([^<]+)<', page)
    assert link is not None
    bulletin = admin.get(link[1].replace("&amp;", "&")).text
    assert re.search(r'<mark id="here" class="here">753', bulletin)


def test_a_table_is_sorted_by_its_address(admin: TestClient) -> None:
    def titles(order: str) -> list[str]:
        page = admin.get("/staff/bulletins", params={"sort": "title", "dir": order}).text
        return re.findall(r'<a href="/staff/bulletins/[a-z][^"]+">([^<]+)</a>', page)

    assert len(titles("asc")) == 22
    assert titles("asc") == titles("desc")[::-1]
    assert 'aria-sort="ascending"' in admin.get("/staff/bulletins?sort=place&dir=asc").text


def test_a_long_log_has_pages(admin: TestClient, office: BackOffice) -> None:
    for _ in range(51):
        admin.post("/api/v1/ask", json={"question": "xin chào"})
    first, second = (admin.get("/staff/log", params={"page": n}).text for n in (1, 2))
    assert "Trang 1 / 2" in first
    assert second.count("/staff/log/") == office.journal.count() - 50
    assert "Trang 2 / 2" in second


def test_a_switch_is_turned_off_with_a_reason_and_undone(
    admin: TestClient, office: BackOffice
) -> None:
    wrong = admin.post("/staff/admin/switch", data={"name": "api", "state": "off"})
    assert "Hãy ghi lý do" in wrong.text
    done = admin.post(
        "/staff/admin/switch", data={"name": "api", "state": "off", "reason": "bảo trì"}
    )
    assert "API đang tắt." in text_of(done.text)
    assert office.switches.all()["api"] == (False, "bảo trì")
    form = re.search(
        r'action="/staff/admin/switch">\s*(<input.*?)<button class="second"', done.text, re.DOTALL
    )
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    assert fields == {"name": "api", "state": "on", "reason": ""}
    admin.post("/staff/admin/switch", data=fields)
    assert office.switches.all()["api"][0]


def test_a_purge_is_undone(admin: TestClient, office: BackOffice) -> None:
    admin.post("/api/v1/ask", json={"question": "xin chào"})
    before = office.journal.count()
    done = admin.post("/staff/admin/purge", data={"days": "0"})
    assert f"Đã xóa {before} câu hỏi" in text_of(done.text)
    assert office.journal.count() == 0
    (number,) = office.purging.undoable()
    assert f'name="number" value="{number}"' in done.text
    admin.post("/staff/admin/purge/undo", data={"number": str(number)})
    assert office.journal.count() == before


def test_an_account_is_made_changed_and_revoked(admin: TestClient, office: BackOffice) -> None:
    made = admin.post("/staff/admin/accounts", data={"name": "hoa", "role": "staff"})
    secret = re.search(r'<code id="secret">([^<]+)</code>', made.text)
    assert secret is not None
    assert made.headers["cache-control"] == "no-store"
    assert office.accounts.is_password("hoa", secret[1])
    admin.post("/staff/admin/accounts/change", data={"name": "hoa", "role": "admin"})
    assert {a.name: a.role for a in office.accounts.all()}["hoa"] == "admin"
    gone = admin.post("/staff/admin/accounts/revoke", data={"name": "hoa"})
    assert "đã bị thu hồi" in gone.text
    assert "hoa" not in {a.name for a in office.accounts.all()}


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("/staff/admin/accounts", {"name": "lan"}, "đã có"),
        ("/staff/admin/accounts", {"name": "tên có dấu"}, "không dùng làm tên được"),
        ("/staff/admin/accounts", {"name": "an", "password": "ngắn"}, "mật khẩu có từ 10 đến 200"),
        ("/staff/admin/accounts/revoke", {"name": "lan"}, "không tự thu hồi"),
        ("/staff/admin/accounts/revoke", {"name": "ai"}, "không có tài khoản “ai”"),
        ("/staff/admin/accounts/change", {"name": "lan", "role": "staff"}, "không tự bỏ quyền"),
        ("/staff/admin/keys", {"label": "x"}, "ít nhất một quyền"),
        ("/staff/admin/keys/revoke", {"key_id": "zz"}, "không có khóa “zz”"),
        ("/staff/admin/purge/undo", {"number": "9999"}, "không hoàn tác được nữa"),
        ("/staff/load/preview", {"address": "sai"}, "không phải địa chỉ"),
        ("/staff/load/preview", {}, "Hãy chọn tệp"),
        ("/staff/load/go", {"token": "x"}, "xem trước đã hết hạn"),
        (f"{BAC_KAN}/amend", {"day": "hôm qua"}, "không viết như 07/12/2022"),
        (f"{BAC_KAN}/amend", {}, "Chưa đổi gì"),
        (f"{BAC_KAN}/withdraw", {"reason": " "}, "hãy ghi lý do gỡ"),
        (f"{BAC_KAN}/restore", {}, "không có bản tin đã gỡ"),
    ],
)  # fmt: skip
def test_an_error_is_said_in_vietnamese(
    admin: TestClient, path: str, fields: dict[str, str], message: str
) -> None:
    page = admin.post(path, data=fields).text
    notice = re.search(r'<div class="notice wrong" role="alert"><p>(.*?)</p>', page)
    assert notice is not None
    assert message in notice[1]


def test_a_key_is_made_shown_once_and_revoked(admin: TestClient, office: BackOffice) -> None:
    made = admin.post("/staff/admin/keys", data={"label": "Open WebUI", "scopes": ["ask"]})
    secret = re.search(r'<code id="secret">([^<]+)</code>', made.text)
    assert secret is not None
    key = office.accounts.key(secret[1])
    assert key is not None
    page = admin.get("/staff/admin").text
    assert secret[1] not in page
    assert key.key_id in page
    admin.post("/staff/admin/keys/revoke", data={"key_id": key.key_id})
    assert office.accounts.key(secret[1]) is None


def test_people_change_their_own_password(signed_in: SignedIn, office: BackOffice) -> None:
    editor, new = signed_in("minh"), "một mật khẩu khác"
    wrong = editor.post("/staff/account", data={"old": "sai", "new": new, "again": new})
    assert "Mật khẩu hiện nay không đúng" in wrong.text
    editor.post("/staff/account", data={"old": PASSWORD, "new": new, "again": new})
    assert office.accounts.is_password("minh", new)
    assert editor.get("/staff/", headers={"accept": "text/html"}).url.path == "/staff/sign-in"
    office.accounts.add("minh", PASSWORD, "staff", "test")


def test_an_unanswered_question_is_worked_off(admin: TestClient, office: BackOffice) -> None:
    admin.post("/api/v1/ask", json={"question": "Năm 1999 có bao nhiêu hộ nghèo ở Bắc Kạn?"})
    listed = admin.get("/staff/").text
    link = re.search(r'href="(/staff/todo/[0-9a-f]+)">Năm 1999', listed)
    assert link is not None
    assigned = admin.post(f"{link[1]}/assign", data={"assignee": "minh"})
    assert "Đã giao cho minh." in assigned.text
    done = admin.post(
        f"{link[1]}/resolve", data={"how": "bulletin", "bulletin": "bac-kan-2022-12-07"}
    )
    assert "Đã xong: đã có bản tin (bac-kan-2022-12-07)." in text_of(done.text)
    assert link[1] not in re.sub(r"<div class=\"notice.*?</div>", "", done.text, flags=re.DOTALL)
    assert link[1] in admin.get("/staff/?xong=true").text
    admin.post(f"{link[1]}/reopen")
    assert link[1] in admin.get("/staff/").text


def test_a_notice_cannot_carry_markup_or_lead_away(admin: TestClient) -> None:
    row = {
        "text": "<script>x</script>",
        "is_error": False,
        "undo": "https://evil.example/",
        "fields": {},
    }
    admin.cookies.set("bantin_notice", quote(json.dumps(row), safe=""), path="/staff")
    page = admin.get("/staff/").text
    assert "<script>x" not in page
    assert "evil.example" not in page


def test_the_log_is_exported_with_its_filters(admin: TestClient) -> None:
    admin.post(
        "/api/v1/ask", json={"question": "=HYPERLINK(1) nam 2022 co bao nhieu nguoi di xkld"}
    )
    table = admin.get("/staff/log.csv", params={"words": "HYPERLINK"}).text
    head, row = list(csv.reader(table.lstrip("\ufeff").splitlines(keepends=True)))
    assert head[:5] == ["Lúc", "Qua", "Ngôn ngữ", "Kết quả", "Câu hỏi"]
    assert row[1:4] == ["API", "vi", "đã trả lời"]
    assert row[4].startswith("'=HYPERLINK")
    assert admin.get("/staff/log.xlsx").content.startswith(b"PK")
    assert admin.get("/staff/log.exe").status_code == 404


def test_the_trail_is_in_vietnamese(admin: TestClient, office: BackOffice) -> None:
    office.switches.turn("page", False, "bảo trì", "lan")
    office.switches.turn("page", True, "", "lan")
    with office.store.writing() as connection:
        office.store.note(
            connection, "lan", "loaded", "a.md", '{"added": 2, "failed": 1} default-trust=unknown'
        )
        office.store.note(connection, "lan", "amended", "a", "--title=Tin B --trust=press")
        office.store.note(connection, "retention", "purge", "older than 365 days", "3 questions")
    page = text_of(admin.get("/staff/admin/trail").text)
    for words in ("Tắt Trang hỏi đáp bảo trì", "Nạp bản tin a.md 2 mới, 1 lỗi; nguồn chưa xác nhận",
                  "Sửa bản tin a tiêu đề: Tin B; nguồn: báo chí",
                  "tự động Xóa câu hỏi cũ cũ hơn 365 ngày 3 câu hỏi", "Đặt tài khoản"):  # fmt: skip
        assert words in page
