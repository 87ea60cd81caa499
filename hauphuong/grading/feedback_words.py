"""What a student's feedback page and the teacher's list of pages say, in both languages. The student is spoken to kindly: the page is read alone, at night, on a phone."""

PAGE = {
    "title": {"vi": "Nhận xét bài làm", "en": "Feedback on your work"},
    "for": {"vi": "Dành cho", "en": "For"},
    "handed-in": {"vi": "Nộp lúc", "en": "Handed in"},
    "total": {"vi": "Điểm của bạn", "en": "Your points"},
    "so-far": {"vi": "Điểm đến lúc này", "en": "Your points so far"},
    "of": {"vi": "{points} / {of}", "en": "{points} of {of}"},
    "at-a-glance": {"vi": "Nhìn chung", "en": "At a glance"},
    "look-again": {"vi": "Nên xem lại", "en": "Worth another look"},
    "all-right": {"vi": "Câu nào máy chấm cũng đạt trọn điểm.", "en": "Every task that the machine looked at has full points."},
    "tasks": {"vi": "Từng câu", "en": "Task by task"},
    "where": {"vi": "Xem lại ở đâu:", "en": "Where to look:"},
    "section": {"vi": "{lesson}, mục “{section}”", "en": "{lesson}, section “{section}”"},
    "hidden": {
        "vi": "Khi chấm, máy xem kỹ hơn lúc bạn tự kiểm: phần mà sổ của bạn chỉ xem là có hay chưa thì ở đây được so với dữ liệu, và còn chỗ chưa khớp.",
        "en": "Grading looks closer than your notebook did: what was only counted there is held against the data here, and something does not match yet.",
    },
    "lost": {
        "vi": "Câu này chưa chấm được. Đó là trục trặc cần người xem lại, không phải điểm không.",
        "en": "This task could not be graded. That is a fault for a person to look at, and not a zero.",
    },
    "lost-head": {"vi": "⚠ Chưa chấm được", "en": "⚠ Could not be graded"},
    "unreached": {"vi": "chưa có điểm", "en": "no points yet"},
    "manual": {"vi": "Người chấm cho {points} / {of} điểm; điểm này thay cho điểm máy chấm.", "en": "A person gave {points} of {of} points; this stands in the place of the machine's mark."},
    "machine-said": {"vi": "Máy đã nói gì", "en": "What the machine said"},
    "comment": {"vi": "Lời người chấm:", "en": "The marker's words:"},
    "charts": {"vi": "Biểu đồ bạn vẽ", "en": "The charts you drew"},
    "charts-more": {"vi": "Còn {count} biểu đồ nữa trong sổ của bạn, không in lại ở đây.", "en": "Your notebook has {count} more charts, which are not repeated here."},
    "mended": {"vi": "Máy đã sửa gì trong sổ của bạn", "en": "What was mended in your notebook"},
    "mended-why": {
        "vi": "Để chấm được, máy đưa vài chỗ về như lúc phát bài. Điểm không bị trừ vì việc này.",
        "en": "So that it could be graded, a few things were put back as they were handed out. No points were taken off for it.",
    },
    "late": {"vi": "Nộp trễ {days} ngày: trừ {off} điểm, còn {final} điểm.", "en": "Handed in {days} days late: {off} points are taken off, which leaves {final}."},
    "late-one": {"vi": "Nộp trễ 1 ngày: trừ {off} điểm, còn {final} điểm.", "en": "Handed in 1 day late: {off} points are taken off, which leaves {final}."},
    "late-free": {"vi": "Nộp trễ {days} ngày; không bị trừ điểm.", "en": "Handed in late (days: {days}); nothing is taken off."},
    "count-right": {"vi": "{count} câu đúng", "en": "right: {count}"},
    "count-partly": {"vi": "{count} câu đúng một phần", "en": "partly right: {count}"},
    "count-wrong": {"vi": "{count} câu chưa đúng", "en": "not right yet: {count}"},
    "count-open": {"vi": "{count} câu chưa trả lời", "en": "not answered: {count}"},
    "count-lost": {"vi": "{count} câu chưa chấm được", "en": "could not be graded: {count}"},
    "footer": {
        "vi": "Thấy chỗ nào chấm chưa đúng? Hãy hỏi người dạy và chỉ ra câu ấy: điểm do người sửa luôn đứng trên điểm máy.",
        "en": "Does a mark look wrong to you? Ask your teacher and name the task: a person's mark always stands above the machine's.",
    },
}

# what became of the whole submission; a submission that was graded needs no word
OUTCOMES = {
    "partly": {
        "vi": "Máy chỉ chấm được một phần bài này. Những câu chưa chấm không bị coi là sai: người dạy sẽ xem.",
        "en": "Only a part of this could be graded. What is missing does not count as wrong: your teacher will look at it.",
    },
    "person": {
        "vi": "Máy chưa chấm được bài này; người dạy cần xem. Đây không phải điểm không.",
        "en": "This could not be graded by the machine and needs your teacher's eye. It is not a zero.",
    },
    "unreadable": {
        "vi": "Không mở được tệp bạn nộp. Đây không phải điểm không: hãy mở sổ trên máy bạn, lưu lại (Ctrl + S), nộp lại chính tệp .ipynb ấy, và báo cho người dạy.",
        "en": "The file that you handed in cannot be opened. It is not a zero: open the notebook on your computer, save it (Ctrl + S), hand in that .ipynb file again, and tell your teacher.",
    },
}
NOTED = {"vi": "Máy ghi cho người dạy:", "en": "Noted for your teacher:"}

ESSAY = {
    "title": {"vi": "Bài viết", "en": "Your text"},
    "waiting": {"vi": "Đang chờ người chấm. Bài viết được đọc theo các điều dưới đây.", "en": "Waits for a marker. Your text will be read for what stands below."},
    "part": {"vi": "Đã chấm {done} / {all} điều; phần còn lại đang chờ người chấm.", "en": "{done} of {all} criteria are marked; the rest waits for a marker."},
    "none": {"vi": "Trong ô bài viết chưa có chữ nào của bạn.", "en": "There is no text of yours in the essay's cell."},
    "text": {"vi": "Bài bạn đã viết", "en": "What you wrote"},
    "chosen": {"vi": "bài của bạn", "en": "your text"},
    "criterion-waits": {"vi": "chờ chấm", "en": "waits"},
    "levels": {"vi": "Các mức", "en": "The levels"},
    "marker": {"vi": "Người chấm: {marker}.", "en": "Marked by {marker}."},
    "points": {"vi": "{points} / {of} điểm", "en": "{points} of {of} points"},
}

CHART = {
    "chart": {"vi": "Biểu đồ {number}", "en": "Chart {number}"},
    "describe": {"vi": "Mô tả bằng lời", "en": "In words"},
    "show": {"vi": "Xem số liệu", "en": "Show the data"},
    "marks": {"vi": "Từng dấu trên biểu đồ", "en": "Each mark"},
    "series": {"vi": "Dãy", "en": "Series"},
    "rows-more": {"vi": "Còn {count} dòng nữa.", "en": "There are {count} more rows."},
    "undrawn": {
        "vi": "Trình duyệt này không vẽ được biểu đồ; lời mô tả và bảng số liệu dưới đây nói cùng một điều.",
        "en": "This browser cannot draw the chart; the description and the table below say the same.",
    },
    "cannot": {
        "vi": "Loại biểu đồ này (bản đồ nền trên mạng, hình ba chiều, hoặc quá nhiều điểm) không vẽ lại được trên trang không cần mạng.",
        "en": "A chart of this kind (a map from the network, three dimensions, or too many points) cannot be drawn again on a page that needs no network.",
    },
    "partly": {"vi": "Vài phần của biểu đồ không vẽ lại được ở đây.", "en": "Some parts of the chart cannot be drawn again here."},
    "sentence": {"vi": "{kinds}. Số dãy: {series}.", "en": "{kinds}. Series: {series}."},
    "named": {"vi": "Số dãy: {series} ({names}).", "en": "Series: {series} ({names})."},
    "axes": {"vi": "Trục ngang: {x}; trục đứng: {y}.", "en": "Across: {x}; upwards: {y}."},
    "range": {"vi": "{count} giá trị, từ {low} đến {high}.", "en": "{count} values, from {low} to {high}."},
    "x": {"vi": "Trục ngang", "en": "Across"},
    "y": {"vi": "Trục đứng", "en": "Upwards"},
    "labels": {"vi": "Nhãn", "en": "Label"},
    "parents": {"vi": "Thuộc về", "en": "Part of"},
    "values": {"vi": "Giá trị", "en": "Value"},
    "text": {"vi": "Chữ", "en": "Text"},
    "kinds": {
        "bar": {"vi": "Biểu đồ cột", "en": "Bar chart"},
        "scatter": {"vi": "Biểu đồ điểm hoặc đường", "en": "Points or lines"},
        "histogram": {"vi": "Biểu đồ tần số", "en": "Histogram"},
        "box": {"vi": "Biểu đồ hộp", "en": "Box plot"},
        "violin": {"vi": "Biểu đồ vĩ cầm", "en": "Violin plot"},
        "pie": {"vi": "Biểu đồ tròn", "en": "Pie chart"},
        "heatmap": {"vi": "Bản đồ nhiệt", "en": "Heat map"},
        "funnel": {"vi": "Biểu đồ phễu", "en": "Funnel chart"},
        "waterfall": {"vi": "Biểu đồ thác nước", "en": "Waterfall chart"},
        "treemap": {"vi": "Biểu đồ ô lồng nhau", "en": "Treemap"},
        "sunburst": {"vi": "Biểu đồ nhiều vòng", "en": "Sunburst"},
        "other": {"vi": "Biểu đồ", "en": "Chart"},
    },
}

INDEX = {
    "title": {"vi": "Các trang nhận xét", "en": "Feedback pages"},
    "private": {
        "vi": "Trang này cho người dạy: có tên và điểm cả lớp. Chỉ gửi cho mỗi sinh viên tệp của chính họ; không đăng cả thư mục.",
        "en": "This page is the teacher's: it has the names and points of the whole class. Send each student their own file only; do not publish the folder.",
    },
    "student": {"vi": "Sinh viên", "en": "Student"},
    "key": {"vi": "Mã", "en": "Key"},
    "exercise": {"vi": "Bài tập", "en": "Exercise"},
    "outcome": {"vi": "Kết quả", "en": "Outcome"},
    "points": {"vi": "Điểm", "en": "Points"},
    "waiting": {"vi": "Còn chờ", "en": "Waiting"},
    "page": {"vi": "Tệp", "en": "File"},
    "open": {"vi": "Mở trang của {name}, bài {exercise}", "en": "Open the page of {name}, {exercise}"},
}
