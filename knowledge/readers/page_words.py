"""Lines of pages that are no text of a bulletin, in small letters: other news, comments, tools, feet.

Source: pages of portals on SharePoint, Liferay, NukeViet, Joomla, WordPress and of local newspapers.
"""

from knowledge.text.patterns import lazy_regex

# Behind these lines stand other news; the text may go on behind their links.
OTHERS = lazy_regex(
    r"(?:(?:các|những)\s+)?(?:tin|bài|bài viết|văn bản|tin bài)(?: tức)?\s+(?:khác|liên quan|mới hơn|cũ hơn|cùng \w+(?: \w+)?|đã đưa|mới nhất|mới|nổi bật"
    r"|đọc nhiều|xem nhiều|trước|sau|tiếp theo)(?:\s*[:.…»>]*)?|xem thêm\s*:?|có thể bạn quan tâm|đọc thêm\s*:?|related (?:posts|news)\s*:?|tin nóng|thông báo mới"
)
# Behind these lines nothing of the article follows.
END = lazy_regex(
    r"(?:ý kiến|bình luận|phản hồi)(?: (?:bạn đọc|của bạn|độc giả))?(?:\s*\(\d+\))?\s*:?|gửi (?:bình luận|ý kiến)|viết bình luận|leave a reply"
    r"|(?:bản quyền|(?:©|copyright)\s*(?:©\s*)?(?:\d{4}|bản quyền|by )|giấy phép (?:số|thiết lập|hoạt động|xuất bản)|cơ quan chủ quản|chịu trách nhiệm|ghi rõ nguồn|địa chỉ\s*:|trụ sở\s*:|điện thoại\s*:"
    r"|(?:cổng|trang) thông tin điện tử|đơn vị (?:quản lý|chủ quản)|thiết kế bởi|phát triển bởi|thống kê truy cập|thăm dò ý kiến|liên kết (?:website|web)).{0,160}"
)
# Lines beside an article that say nothing of it.
BESIDE = lazy_regex(
    r"(?:tổng số điểm|đánh giá|xếp hạng|click để đánh giá|từ khóa|từ khoá|tags?|thẻ|chuyên mục|danh mục|nguồn(?: tin)?|theo nguồn|tài liệu đính kèm|tệp đính kèm"
    r"|file đính kèm|tập tin đính kèm|lượt (?:xem|đọc|tải|truy cập)|số lượt|đã xem|chia sẻ|cỡ chữ|in (?:trang|bài viết|ra)|quay lại|về trang trước|gửi (?:email|bài viết|tin)"
    r"|trang (?:trước|sau)|bài (?:trước|sau)|nghe đọc|đọc bài|đăng bởi|người đăng|category|chi tiết|lưu bài viết|views?|hits)(?![^\W\d_])\s*(?:[:|»-].{0,200}|.{0,40})"
)
