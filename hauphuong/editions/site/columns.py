"""What the columns of the tables are called in Vietnamese; English has the titles of `data/datapackage.json`."""

from __future__ import annotations

# a column in two languages (`note_vi`, `note_en`) is one column here
VIETNAMESE = {
    "a": "Lập trường thứ nhất", "answer": "Câu trả lời", "authors": "Tác giả", "b": "Lập trường thứ hai", "better": "Nguồn khác nói gì", "born": "Năm sinh",
    "category": "Loại", "chair": "Chủ tọa", "claim": "Vấn đề", "code": "Mã", "copy_of": "Chép từ dòng", "corrected": "Số đã sửa", "counted": "Đếm những ai",
    "counter": "Ai đếm", "country": "Nước", "definition": "Định nghĩa", "derived_from": "Dựa vào nguồn", "died": "Năm mất", "disputed": "Còn tranh cãi",
    "donor": "Bên viện trợ", "end": "Đến", "end_precision": "Độ chính xác của ngày cuối", "event": "Sự kiện", "fact": "Dữ kiện", "first_combat": "Trận đầu",
    "founded": "Thành lập", "founded_precision": "Độ chính xác của ngày thành lập", "gathering": "Cuộc tụ họp", "goods": "Hàng hóa", "high": "Cao nhất",
    "id": "Mã dòng", "item": "Mặt hàng", "key": "Ký hiệu", "kind": "Loại", "label": "Tên", "lane": "Làn trên dòng thời gian", "language": "Ngôn ngữ",
    "lat": "Vĩ độ", "lessons": "Bài học", "list": "Danh sách", "locator": "Vị trí trong nguồn", "lon": "Kinh độ", "low": "Thấp nhất", "measure": "Cách tính",
    "name": "Tên", "name_native": "Tên trong chữ gốc", "note": "Ghi chú", "order": "Thứ tự", "original": "Nguyên văn", "part_of": "Là phần của dòng",
    "parties": "Các bên", "party": "Bên", "person": "Nhân vật", "place": "Nơi", "pollster": "Ai hỏi", "precision": "Độ chính xác", "price_basis": "Cách định giá",
    "publication": "Nơi đăng", "qualifier": "Chữ kèm theo số", "question": "Câu hỏi", "read_as": "Ta đã đọc", "recipient": "Bên nhận",
    "recognised": "Chính phủ được công nhận", "reliability": "Tin đến đâu", "role": "Chức vụ", "route": "Con đường", "row": "Dòng dữ liệu", "says": "Nguồn này nói gì",
    "seed": "Bài viết gốc", "seed_locator": "Vị trí trong bài viết gốc", "short": "Tên gọi tắt", "side": "Phía", "source": "Nguồn", "stance": "Lập trường",
    "start": "Từ", "start_precision": "Độ chính xác của ngày đầu", "state": "Nước", "status": "Các nguồn có khớp nhau không", "subject": "Về việc gì",
    "sure": "Chắc đến đâu", "term": "Thuật ngữ", "text": "Nội dung", "title": "Tiêu đề", "topic": "Chủ đề", "trainer": "Ai huấn luyện",
    "training_end": "Huấn luyện đến", "training_place": "Nơi huấn luyện", "training_start": "Huấn luyện từ", "unit": "Đơn vị", "unit_kind": "Loại đơn vị",
    "url": "Địa chỉ", "value": "Số liệu", "variant_of": "Ngày khác của dòng", "voice": "Tiếng nói của ai", "weak": "Nguồn yếu", "weigh": "Điều cần cân nhắc",
    "what": "Nội dung", "year": "Năm",
}


def base(name: str) -> str:
    """`note_vi` and `note_en` are one column, `note`."""
    return name.removesuffix("_vi").removesuffix("_en")


def title(field: dict, lang: str) -> str:
    """What a column is called in a language. `field`: as the data package describes it."""
    if lang == "vi":
        return VIETNAMESE[base(field["name"])]
    return field.get("title", field["name"]).removesuffix(" (English)").removesuffix(" (Vietnamese)")
