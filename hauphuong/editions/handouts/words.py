"""What the handouts say by themselves, in both languages. Everything else they say stands in lessons, banks, the guide or the data."""

from __future__ import annotations

WORDS = {
    "course": {"vi": "Hậu phương", "en": "Hậu phương: the rear"},
    "student": {"vi": "Phiếu học tập", "en": "Handout"},
    "teacher": {"vi": "Dành cho giáo viên", "en": "Teacher’s pack"},
    "name": {"vi": "Họ và tên", "en": "Name"},
    "class": {"vi": "Lớp", "en": "Class"},
    "date": {"vi": "Ngày", "en": "Date"},
    "page": {"vi": "trang", "en": "page"},
    "chart": {"vi": "Biểu đồ của bài", "en": "The chart"},
    "is-below": {"vi": "▶ Xem “{title}” ở mục Biểu đồ của bài.", "en": "▶ See “{title}” under The chart."},
    "on-screen": {"vi": "▶ Trên máy có biểu đồ “{title}”. {finding}", "en": "▶ On a computer there is the chart “{title}”. {finding}"},
    "table": {"vi": "Số liệu của biểu đồ", "en": "The data of the chart"},
    "all-rows": {"vi": "Chung cho mọi hàng:", "en": "The same for every row:"},
    "draw": {"vi": "Tự vẽ biểu đồ", "en": "Draw the chart yourself"},
    "how-to-draw": {
        "vi": "Khung này là khung của biểu đồ trên, chưa có dấu nào. Gấp trang có biểu đồ lại, nhìn bảng số liệu mà vẽ. Số nào nguồn nói “khoảng” thì vẽ mép mờ; chỗ các nguồn không thống nhất thì vẽ đủ các số, đừng chọn hộ.",
        "en": "This is the frame of the chart above, with no mark in it. Fold the chart away and draw from the table. Where a source says “about”, draw a soft edge; where sources differ, draw every figure and choose none.",
    },
    "compare": {"vi": "Vẽ xong, viết một câu: biểu đồ của bạn cho thấy điều gì?", "en": "When it is drawn, write one sentence: what does your chart show?"},
    "blank-alt": {"vi": "Khung trống để vẽ: có trục và tên hàng, chưa có dấu nào.", "en": "An empty frame to draw in: axes and names of rows, no marks."},
    "questions": {"vi": "Câu hỏi", "en": "Questions"},
    "several": {"vi": "Có thể chọn nhiều.", "en": "You may choose several."},
    "order": {"vi": "Đánh số thứ tự vào ô.", "en": "Number them in order."},
    "match": {"vi": "Ghi chữ cái vào chỗ trống.", "en": "Write the letter that fits."},
    "guess": {"vi": "Đoán trước, đừng tra.", "en": "Guess first; do not look it up."},
    "because": {"vi": "Vì sao?", "en": "Why?"},
    "answer": {"vi": "Trả lời", "en": "Answer"},
    "discuss": {"vi": "Viết và thảo luận", "en": "To write and discuss"},
    "weigh": {
        "vi": "Trong hai cách đọc ở trên, cách nào có bằng chứng vững hơn? Dẫn ít nhất hai nguồn, trong đó có một nguồn chống lại ý bạn.",
        "en": "Which of the two readings above has the stronger evidence? Cite at least two sources, one of them against your own view.",
    },
    "sources": {"vi": "Nguồn được dẫn trong phiếu này", "en": "Sources cited in this handout"},
    "sources-note": {
        "vi": "Tên gọi tắt, nhan đề, năm; trong ngoặc vuông là khóa để tìm trên trang nguồn của khóa học. Dấu ○ là nguồn yếu.",
        "en": "Short name, title, year; in square brackets the key by which the course's sources page has it. The mark ○ means a weak source.",
    },
    "licence": {
        "vi": "Nội dung, số liệu và hình: CC BY 4.0, Nhóm tác giả Hậu phương (2026). Được in, sao, sửa và phát lại; xin ghi nguồn. Phần này in từ bài “{title}”; bản trên máy có đủ mọi biểu đồ, phần phương pháp và bài tập.",
        "en": "Text, data and pictures: CC BY 4.0, the Hậu phương contributors (2026). Print, copy, change and share it; please say where it is from. Printed from the lesson “{title}”; on a computer it has every chart, the parts on method and the exercise.",
    },
    # the teacher's pack
    "plan": {"vi": "Kế hoạch {minutes} phút", "en": "A plan of {minutes} minutes"},
    "plan-note": {
        "vi": "Số phút của bài được chia theo độ dài từng mục, số câu hỏi và số biểu đồ trong mục ấy; thầy cô cứ điều chỉnh. Thảo luận tính thêm.",
        "en": "The lesson's minutes, shared out by the length of each section and by its questions and charts; change them as you see fit. Discussion comes on top.",
    },
    "from-to": {"vi": "Phút", "en": "Minute"},
    "section": {"vi": "Mục", "en": "Section"},
    "shows": {"vi": "Cho xem, cho làm", "en": "To show and do"},
    "is-chart": {"vi": "biểu đồ “{title}”", "en": "chart “{title}”"},
    "is-quiz": {"vi": "câu hỏi {numbers}", "en": "questions {numbers}"},
    "is-try": {"vi": "thử tự tay (cần máy)", "en": "try it (needs a computer)"},
    "is-table": {"vi": "đặt các lời kể cạnh nhau", "en": "accounts side by side"},
    "guide": {"vi": "Từ sách giáo viên", "en": "From the teacher’s guide"},
    "answers": {"vi": "Đáp án và chỗ hay hiểu nhầm", "en": "Answers, and what is often misunderstood"},
    "answers-note": {
        "vi": "Số câu như trên phiếu của học viên. Dưới mỗi đáp án là những lựa chọn sai hay gặp và điều nên nói với người chọn chúng.",
        "en": "Numbered as in the students' handout. Under each answer are the wrong choices, and what to say to those who make them.",
    },
    "key": {"vi": "Đáp án", "en": "Answer"},
    "near": {"vi": "lệch không quá {width} cũng được", "en": "within {width} is right too"},
    "band": {"vi": "đoán trong khoảng {low}–{high} là gần", "en": "a guess between {low} and {high} is near"},
    "high": {"vi": "số lớn hơn", "en": "a larger number"},
    "low": {"vi": "số nhỏ hơn", "en": "a smaller number"},
    "else": {"vi": "câu khác", "en": "anything else"},
    "or": {"vi": "hoặc", "en": "or"},
    "drawn": {"vi": "Hình vẽ của học viên", "en": "The students' drawings"},
    "drawn-note": {
        "vi": "Biểu đồ để đối chiếu; dưới hình là điều cả lớp cần thấy.",
        "en": "The chart to compare with; under it, what the class should have seen.",
    },
}


def word(key: str, lang: str, **filled: object) -> str:
    """One of `WORDS` in a language, its `{…}` filled in."""
    said = WORDS[key][lang]
    return said.format(**filled) if filled else said
