"""What the reading site says by itself, in both languages."""

from __future__ import annotations

NAME = {"vi": "Hậu phương", "en": "The Rear"}

# what a quiz says on a page that it does not say in a notebook
QUIZ = {
    "needs-script": {"vi": "Muốn trả lời ngay tại đây, hãy bật JavaScript.", "en": "Turn JavaScript on to answer here."},
    "self-study": {
        "vi": "Trang này để tự học: đáp án nằm sẵn trong trang, câu trả lời chỉ lưu trong trình duyệt của bạn.",
        "en": "This page is for self-study: the keys are in the page, and your answers stay in your own browser.",
    },
    "kept-here": {"vi": "Đã lưu trong trình duyệt này.", "en": "Saved in this browser."},
    "not-kept-here": {
        "vi": "Đã chấm. Trình duyệt không cho trang này lưu, nên đóng trang là câu trả lời mất.",
        "en": "Marked. This browser does not let the page save, so the answer goes when the page is closed.",
    },
    "resumed-here": {"vi": "Lấy lại từ trình duyệt này.", "en": "From this browser."},
}

SITE = {
    "tagline": {
        "vi": "Quan hệ Việt – Xô 1917–1954 và sự ủng hộ quốc tế dành cho Việt Nam đến năm 1975. Con số nào cũng trả lời câu “ai nói thế?”.",
        "en": "Vietnam and the Soviet Union, 1917–1954, and the international support Việt Nam received to 1975. Every number answers “says who?”.",
    },
    "skip": {"vi": "Tới nội dung chính", "en": "Skip to the content"},
    "menu": {"vi": "Mục lục", "en": "Menu"},
    "home": {"vi": "Trang đầu", "en": "Home"},
    "lessons": {"vi": "Các bài học", "en": "Lessons"},
    "evidence": {"vi": "Bằng chứng", "en": "Evidence"},
    "sources": {"vi": "Nguồn", "en": "Sources"},
    "data": {"vi": "Dữ liệu", "en": "Data"},
    "guide": {"vi": "Sách giáo viên", "en": "Teacher’s guide"},
    "search": {"vi": "Tìm kiếm", "en": "Search"},
    "search-hint": {"vi": "Tìm trong khóa học", "en": "Search the course"},
    "search-note": {"vi": "Gõ có dấu hay không dấu đều được.", "en": "With diacritics or without them."},
    "search-script": {"vi": "Muốn tìm thì phải bật JavaScript.", "en": "Searching needs JavaScript."},
    "found": {"vi": "Tìm thấy {n} chỗ.", "en": "{n} places found."},
    "found-one": {"vi": "Tìm thấy 1 chỗ.", "en": "1 place found."},
    "found-many": {"vi": "Tìm thấy {n} chỗ; đây là {shown} chỗ sát nhất.", "en": "{n} places found; these are the nearest {shown}."},
    "found-none": {
        "vi": "Không thấy chỗ nào có đủ các từ ấy. Thử ít từ hơn, hoặc viết cách khác.",
        "en": "No place has all of these words. Try fewer, or another spelling.",
    },
    "theme": {"vi": "Nền sáng hay tối", "en": "Light or dark"},
    "theme-auto": {"vi": "Nền: theo máy", "en": "Theme: as the device"},
    "theme-light": {"vi": "Nền: sáng", "en": "Theme: light"},
    "theme-dark": {"vi": "Nền: tối", "en": "Theme: dark"},
    "other": {"vi": "English", "en": "Tiếng Việt"},
    "here": {"vi": "Trong trang này", "en": "On this page"},
    "open-in": {"vi": "Mở bài này để chạy được mã", "en": "Open this lesson where its code runs"},
    "lab": {"vi": "JupyterLab trên máy này", "en": "JupyterLab on this machine"},
    "lab-note": {"vi": "sau khi chạy make lab", "en": "once make lab is running"},
    "lite": {"vi": "Ngay trong trình duyệt", "en": "In the browser"},
    "binder": {"vi": "Binder", "en": "Binder"},
    "hub": {"vi": "Máy chủ của trường", "en": "The school’s server"},
    "code": {"vi": "Mã của phần này", "en": "The code of this part"},
    "table": {"vi": "Bảng, cuộn ngang được", "en": "Table, scrolls sideways"},
    "notes": {"vi": "Nguồn của bài này", "en": "Sources of this lesson"},
    "notes-intro": {
        "vi": "Bấm vào tên một nguồn để thấy mọi con số dựa vào nó; ↩ đưa về chỗ đã dẫn.",
        "en": "A source’s name leads to every number that rests on it; ↩ goes back to where it is cited.",
    },
    "back": {"vi": "Về chỗ dẫn thứ {n}", "en": "Back to citation {n}"},
    "row": {"vi": "Dòng", "en": "Row"},
    "row-of": {"vi": "Dòng dữ liệu {id}", "en": "Row of data {id}"},
    "previous": {"vi": "Bài trước", "en": "Previous"},
    "next": {"vi": "Bài tiếp", "en": "Next"},
    "licence": {"vi": "Nội dung và dữ liệu: CC BY 4.0; mã: MIT.", "en": "Content and data: CC BY 4.0; code: MIT."},
    "unreviewed": {
        "vi": "Khóa học chưa được chuyên gia bên ngoài thẩm định.",
        "en": "The course has had no outside academic review yet.",
    },
    "answered": {"vi": "Đã trả lời {done} trên {all} câu", "en": "{done} of {all} questions answered"},
    "questions": {"vi": "{all} câu tự kiểm", "en": "{all} questions to check yourself"},
    # evidence
    "all-sources": {"vi": "Mọi nguồn, theo chữ cái của ký hiệu", "en": "Every source, by the letter of its key"},
    "sources-at": {"vi": "Nguồn: {letter}", "en": "Sources: {letter}"},
    "key": {"vi": "Ký hiệu", "en": "Key"},
    "original": {"vi": "Xem bản gốc", "en": "Read the original"},
    "voice": {"vi": "Tiếng nói của ai", "en": "Whose voice"},
    "reliability": {"vi": "Tin đến đâu", "en": "How far to trust it"},
    "read_as": {"vi": "Ta đã đọc", "en": "What we read"},
    "derived": {"vi": "Dựa vào", "en": "Rests on"},
    "copied-by": {"vi": "Được dẫn lại ở", "en": "Passed on by"},
    "rests": {"vi": "Dựa vào nguồn này: {n} dòng dữ liệu", "en": "Resting on this source: {n} rows of data"},
    "rests-one": {"vi": "Dựa vào nguồn này: 1 dòng dữ liệu", "en": "Resting on this source: 1 row of data"},
    "rests-none": {"vi": "Không dòng dữ liệu nào dựa vào nguồn này; bài học dẫn nó trong lời văn.", "en": "No row of data rests on this source; the lessons cite it in their prose."},
    "cited-in": {"vi": "Được dẫn trong", "en": "Cited in"},
    "what": {"vi": "Nội dung", "en": "What"},
    "figure": {"vi": "Số liệu", "en": "Figure"},
    "where": {"vi": "Vị trí trong nguồn", "en": "Where in it"},
    "taught": {"vi": "Có trong bài", "en": "Told in"},
    "lesson": {"vi": "bài {n}", "en": "lesson {n}"},
    "datasets": {"vi": "Mọi bảng dữ liệu", "en": "Every dataset"},
    "datasets-intro": {
        "vi": "Mỗi dòng là một số liệu hay một điều ghi lại, theo một nguồn. Các nguồn nói khác nhau thì đứng cạnh nhau, không lấy trung bình.",
        "en": "Each row is one figure or one fact according to one source. Rival figures stand side by side and are never averaged.",
    },
    "rows": {"vi": "{n} dòng", "en": "{n} rows"},
    "columns": {"vi": "Các cột", "en": "Columns"},
    "all-rows": {"vi": "Các dòng", "en": "Rows"},
    "download": {"vi": "Tải cả bảng, hai thứ tiếng (CSV, UTF-8)", "en": "Download the whole table, both languages (CSV, UTF-8)"},
    "schema": {"vi": "Mô tả gói dữ liệu (datapackage.json)", "en": "Description of the package (datapackage.json)"},
    "column-name": {"vi": "Tên trong tệp", "en": "Name in the file"},
    "column-title": {"vi": "Nghĩa", "en": "Meaning"},
    "yes": {"vi": "có", "en": "yes"},
    "no": {"vi": "không", "en": "no"},
    "weak": {"vi": "Dấu ○ đứng cạnh tên một nguồn yếu.", "en": "A ○ stands beside the name of a weak source."},
}


def word(name: str, lang: str, **filled: object) -> str:
    """One of `SITE` in a language, its `{…}` filled in."""
    said = SITE[name][lang]
    return said.format(**filled) if filled else said


# -- the data package in Vietnamese: `data/datapackage.json` describes it in English ---------------------------------------

TABLES = {
    "sources": ("Nguồn", "Mọi nguồn mà một dòng dữ liệu hay một bài học dùng đến: tiếng nói của ai, tin đến đâu, ta đã đọc bao nhiêu."),
    "aid_tonnes": ("Viện trợ tính bằng tấn", "Viện trợ theo cân nặng, mỗi dòng là một con số trong một nguồn. Các con số trái nhau đứng cạnh nhau; lỗi in được giữ nguyên."),
    "aid_money": ("Viện trợ tính bằng tiền", "Giá trị viện trợ, tỉ phần và chi phí chiến tranh, mỗi dòng là một con số trong một nguồn. Rúp cũ, rúp mới, đô la, nhân dân tệ không bao giờ cộng chung."),
    "aid_items": ("Viện trợ theo mặt hàng", "Vũ khí, xe cộ, hàng hóa và con người, mỗi dòng là một con số trong một nguồn."),
    "aid_agreements": ("Hiệp định viện trợ", "Các hiệp định, nghị định thư và đề nghị về viện trợ. Khoản ký kết chưa phải là khoản đã giao."),
    "personnel": ("Con người", "Chuyên gia, cố vấn, bộ đội và người đi học: mỗi dòng là một con số trong một nguồn. Số có mặt, số lượt, một nhóm, mức trần và tổn thất là những cách đếm khác nhau, không cộng chung."),
    "air_defence_units": ("Các đơn vị và việc huấn luyện", "Các đơn vị Việt Nam: ngày thành lập, nơi, thời gian và người huấn luyện; ba tổng số được nêu mà không kèm phiên hiệu."),
    "people": ("Nhân vật", "Những người có tên trong khóa học: chỉ ghi điều các nguồn nói."),
    "group_heads": ("Người đứng đầu và chức vụ", "Ai giữ chức nào, theo từng nguồn; nguồn ghi khác nhau thì ghi thành dòng riêng."),
    "events": ("Sự kiện", "Dòng thời gian: mỗi dòng một sự kiện; các nguồn nói gì về nó thì xem bảng Nguồn của sự kiện."),
    "event_sources": ("Nguồn của sự kiện", "Nguồn nào kể sự kiện nào, và kể khác ở chỗ nào."),
    "claims": ("Vấn đề còn tranh luận", "Mỗi dòng là một câu hỏi mà các nguồn trả lời khác nhau: hai lập trường, mỗi bên nói hết lời mình, và điều cần cân nhắc. Ai giữ lập trường nào thì xem bảng sau."),
    "claim_sources": ("Nguồn của vấn đề tranh luận", "Nguồn nào đứng về phía nào, hoặc đưa ra bằng chứng để cân nhắc."),
    "statements": ("Nhận định", "Điều một nguồn nói mà không gắn với ngày tháng nào: đánh giá, mô tả, cách làm. Mỗi dòng một nhận định của một nguồn."),
    "counts": ("Các con số đếm", "Những con số không thuộc bảng lớn nào: sinh viên, sách, bản in, phim, lá phiếu, súng xin viện trợ. Mỗi dòng là một con số trong một nguồn."),
    "recognitions": ("Công nhận ngoại giao", "Nước nào công nhận chính phủ Việt Nam nào, và khi nào, theo từng nguồn: ngày trái nhau thì ghi thành dòng riêng."),
    "geneva": ("Genève từng ngày", "Từ Berlin đến đêm cuối cùng: phiên họp, cuộc gặp riêng, văn kiện và chuyện ở nơi khác."),
    "offers": ("Các đề nghị", "Từng bước, mỗi bên đề nghị hay đòi hỏi gì ở Genève về giới tuyến và ngày tổng tuyển cử."),
    "logistics": ("Các con đường", "Đường sắt, đường biển, đường ống, đường Trường Sơn: mỗi dòng là một con số trong một nguồn."),
    "solidarity": ("Đoàn kết trên bản đồ", "Các sự kiện đoàn kết diễn ra ở đâu: mỗi dòng một sự kiện đặt được lên bản đồ. Chuyện gì đã xảy ra thì xem bảng Sự kiện."),
    "crowds": ("Các đám đông", "Ai được đếm ngoài đường phố, và ai đếm: mỗi dòng một ước tính trong một nguồn. Các ước tính của cùng một cuộc chung một tên ở cột gathering."),
    "polls": ("Thăm dò dư luận", "Các cuộc thăm dò dư luận Mỹ: mỗi dòng một câu trả lời trong một nguồn."),
    "donor_goods": ("Hàng hóa theo nước", "Mỗi nước được ghi là đã cho những gì, bằng lời; chỉ có con số khi nguồn có con số."),
    "seed_facts": ("Dữ kiện của hai bài viết gốc", "Mọi dữ kiện và luận điểm của hai bài viết mà khóa học bắt đầu từ đó (S000: quan hệ; S004: hậu phương quốc tế), và các dòng dữ liệu giữ chúng. Mỗi dòng một cặp."),
    "glossary": ("Thuật ngữ", "Các thuật ngữ của khóa học, hai thứ tiếng."),
    "labels": ("Tên của các mã", "Tên bằng hai thứ tiếng cho mọi mã trong các bảng, theo thứ tự mà chú giải dùng."),
    "locators": ("Vị trí trong nguồn, tiếng Việt", "Cách ghi bằng tiếng Việt của mọi vị trí trong nguồn mà một bảng hay biểu đồ nêu."),
    "seed_problems": ("Chỗ cần xem lại trong hai bài viết gốc", "Kết quả rà soát hai bài viết: lỗi, chỗ bỏ qua, tên gọi, lỗi in và luận điểm, mỗi dòng một chỗ, kèm mức chắc chắn và điều sửa lại."),
}
