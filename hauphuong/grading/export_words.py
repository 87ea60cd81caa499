"""What a hand-over says, and the headings of its tables, in both languages."""

WHY = {  # why a student has no mark
    "nothing": {"vi": "chưa nộp bài", "en": "nothing handed in"},
    "waiting": {"vi": "chờ người chấm: {tasks}", "en": "waits for a marker: {tasks}"},
    "lost": {"vi": "máy chưa chấm được: {tasks}", "en": "could not be graded: {tasks}"},
    "person": {"vi": "cần người xem", "en": "needs a person"},
    "unreadable": {"vi": "không đọc được bài nộp", "en": "the submission cannot be read"},
}

HEADS = {
    "key": {"vi": "Mã", "en": "Student"},
    "name": {"vi": "Họ tên", "en": "Name"},
    "grp": {"vi": "Lớp", "en": "Group"},
    "exercise": {"vi": "Bài tập", "en": "Exercise"},
    "points": {"vi": "Số điểm bài làm", "en": "Points"},
    "of": {"vi": "Trên", "en": "Out of"},
    "late": {"vi": "Trễ (ngày)", "en": "Days late"},
    "off": {"vi": "Trừ vì trễ", "en": "Taken off"},
    "final": {"vi": "Còn lại", "en": "Final points"},
    "10": {"vi": "Điểm (thang 10)", "en": "Mark (out of 10)"},
    "percent": {"vi": "Điểm (%)", "en": "Mark (%)"},
    "letter": {"vi": "Điểm chữ", "en": "Letter"},
    "outcome": {"vi": "Kết quả", "en": "Outcome"},
    "why": {"vi": "Vì sao", "en": "Why"},
    "task": {"vi": "Câu", "en": "Task"},
    "machine": {"vi": "Máy chấm", "en": "Machine"},
    "manual": {"vi": "Người chấm", "en": "Manual"},
    "counted": {"vi": "Điểm tính", "en": "Counted"},
    "state": {"vi": "Tình trạng", "en": "State"},
    "marker": {"vi": "Ai chấm", "en": "Marker"},
    "comment": {"vi": "Nhận xét", "en": "Comment"},
    "counts": {"vi": "Lần nộp được tính", "en": "Attempt that counts"},
    "attempt": {"vi": "Lần nộp số", "en": "Attempt"},
    "handed_in": {"vi": "Nộp lúc", "en": "Handed in"},
    "graded_at": {"vi": "Chấm lúc", "en": "Graded at"},
    "notes": {"vi": "Đã sửa", "en": "Mended"},
    "place": {"vi": "Tệp", "en": "File"},
}
SHEETS = {"results": {"vi": "Kết quả", "en": "Results"}, "marks": {"vi": "Từng câu", "en": "Marks"}, "attempts": {"vi": "Các lần nộp", "en": "Attempts"}}
YES_NO = {True: {"vi": "có", "en": "yes"}, False: {"vi": "không", "en": "no"}}

NOTES = {
    "no-exercise": {"vi": "{who}: bài nộp không nhận ra là bài tập nào; không có trong bảng điểm.", "en": "{who}: what was handed in is no exercise that is known; it has no column."},
    "formula-id": {
        "vi": "{who}: mã “{value}” bắt đầu như một công thức, phần mềm bảng tính sẽ chạy nó. Không ghi dòng này; hãy sửa mã trong danh sách lớp rồi xuất lại.",
        "en": "{who}: the identifier “{value}” begins like a formula, which a spreadsheet would run. This row was left out; mend it in the roster and export again.",
    },
    "canvas-number": {
        "vi": "{who}: “{value}” không phải số của Canvas (cột ID chỉ có chữ số); để trống ô ấy.",
        "en": "{who}: “{value}” is no number of Canvas's (the column ID has digits only); that cell was left empty.",
    },
    "canvas-comma": {
        "vi": "{who}: mã “{value}” chỉ gồm chữ số và dấu; Canvas sẽ đọc thành một số và không tìm thấy sinh viên. Hãy thêm canvas id vào danh sách lớp.",
        "en": "{who}: Canvas reads the identifier “{value}” as a number and will not find the student. Add a canvas id to the roster.",
    },
    "moodle": {
        "vi": "Trong Moodle: Điểm > Nhập > CSV, mã hóa UTF-8, dấu phẩy; nối cột “{column}” với {field}; mục điểm phải có điểm tối đa {highest}. Ô “-” nghĩa là không có điểm: ô trống sẽ bị Moodle tính là 0. Chỉ cần một sinh viên Moodle không biết là cả tệp không được nhập.",
        "en": "In Moodle: Grades > Import > CSV, encoding UTF-8, comma; map “{column}” to {field}; the grade item's maximum must be {highest}. “-” means no grade: an empty cell would be taken for 0. One student whom Moodle does not know stops the whole file.",
    },
    "moodle-feedback": {
        "vi": "Cột nhận xét: trong Moodle, nối nhận xét thì phải nối cả cột điểm của bài ấy, nếu không điểm cũ sẽ mất.",
        "en": "Feedback columns: whoever maps the feedback in Moodle must map that item's grade too, or the grades there are lost.",
    },
    "canvas": {
        "vi": "Trong Canvas: Grades > Import. Ô trống xóa điểm đang có ở đó; dòng Points Possible đặt lại điểm tối đa của bài thành {highest}. Thêm --column BÀI=\"Tên trong Canvas (số)\" để ghi vào bài đã có.",
        "en": "In Canvas: Grades > Import. An empty cell clears a grade that stands there; the row Points Possible sets the assignment's maximum to {highest}. With --column EXERCISE=\"Name in Canvas (number)\" marks go to an assignment that exists.",
    },
    "letters": {
        "vi": "Điểm chữ: Moodle chỉ nhận khi mục điểm dùng một thang chữ (scale), Canvas khi bài chấm bằng Letter Grade.",
        "en": "Letters: Moodle takes them where the grade item uses a scale, Canvas where the assignment is graded by letter.",
    },
    "as-it-is": {
        "vi": "Nhập tệp CSV nguyên như vậy: Excel mở rồi lưu lại sẽ làm mất số 0 ở đầu mã.",
        "en": "Import the CSV as it is: Excel, opening and saving it, takes the zeros off the front of identifiers.",
    },
}
