"""What the grader says, in the instructor's language. Each with what to do where something can be done."""

OUTCOMES = {
    "graded": {"vi": "đã chấm", "en": "graded"},
    "partly": {"vi": "chấm được một phần", "en": "partly graded"},
    "person": {"vi": "cần người xem", "en": "needs a person"},
    "unreadable": {"vi": "không đọc được", "en": "unreadable"},
}

FAULTS = {
    "link": {"vi": "Tệp là một liên kết (symlink) trỏ đi nơi khác; máy chấm không đi theo. Xin sinh viên nộp chính tệp bài.", "en": "The file is a link to somewhere else, which is not followed. Ask the student for the notebook itself."},
    "large": {"vi": "Tệp quá lớn so với một bài nộp (hoặc là tệp nén giả). Xin sinh viên xóa kết quả (Clear Outputs) rồi nộp lại.", "en": "The file is far too large for a submission (or a zip bomb). Ask the student to clear the outputs and hand in again."},
    "outside": {"vi": "Đường dẫn trong tệp zip trỏ ra ngoài thư mục; không đọc. Xin sinh viên nộp lại.", "en": "Its path in the zip leads outside the folder; it was not read. Ask the student to hand in again."},
    "password": {"vi": "Tệp zip có mật khẩu. Xin sinh viên nộp lại, không đặt mật khẩu.", "en": "The zip has a password. Ask the student to hand in again without one."},
    "bad-zip": {"vi": "Tệp zip hỏng. Tải lại từ Moodle hoặc Canvas.", "en": "The zip file is broken. Download it again from Moodle or Canvas."},
    "unreadable-file": {"vi": "Không đọc được tệp. Kiểm tra quyền đọc, hoặc tải lại.", "en": "The file cannot be read. Look at its permissions, or download it again."},
    "empty": {"vi": "Tệp trống.", "en": "The file is empty."},
    "deep": {"vi": "JSON lồng quá sâu, không phải một notebook do Jupyter ghi.", "en": "Its JSON nests too deep: no notebook that Jupyter wrote."},
    "not-json": {"vi": "Không phải JSON hợp lệ: có lẽ tệp bị cắt giữa chừng. Xin sinh viên nộp lại.", "en": "It is not valid JSON: perhaps the file was cut off. Ask the student to hand in again."},
    "not-a-notebook": {"vi": "Tệp không phải một notebook.", "en": "The file is not a notebook."},
    "many-cells": {"vi": "Notebook có quá nhiều ô.", "en": "The notebook has too many cells."},
    "wrong-exercise": {"vi": "Đây là bài “{found}”, không phải “{wanted}”.", "en": "This is “{found}”, not “{wanted}”."},
    "which-exercise": {"vi": "Không nhận ra đây là bài tập nào. Nếu biết, thêm --exercise.", "en": "It cannot be told which exercise this is. If you know, add --exercise."},
}

ENDS = {
    "wall": {"vi": "hết giờ ({limit} giây) khi đang chạy ô “{cell}”", "en": "time ran out ({limit} seconds) in the cell “{cell}”"},
    "memory": {"vi": "dùng quá nhiều bộ nhớ ở ô “{cell}”", "en": "used too much memory in the cell “{cell}”"},
    "flood": {"vi": "ghi ra quá nhiều ở ô “{cell}”", "en": "wrote far too much in the cell “{cell}”"},
    "died": {"vi": "tiến trình Python ngừng ngang ở ô “{cell}”", "en": "the Python process ended in the cell “{cell}”"},
    "cage": {"vi": "lỗi của máy chấm: không dựng được hộp cát. Đây không phải lỗi của sinh viên; hãy chấm lại", "en": "a fault of the grading machine: the sandbox could not be built. It is not the student's; grade again"},
    "worker": {"vi": "lỗi của máy chấm: tiến trình chạy bài bị mất hai lần. Đây không phải lỗi của sinh viên; hãy chấm lại", "en": "a fault of the grading machine: the running process was lost twice. It is not the student's; grade again"},
    "junk": {"vi": "kết quả chạy không đọc được", "en": "what came back from the run could not be read"},
}

MENDED = {
    "encoding": {"vi": "tệp không ghi bằng UTF-8; đã đọc, có chữ có thể sai", "en": "the file was not UTF-8; it was read, and some letters may be wrong"},
    "nul": {"vi": "bỏ các ký tự rỗng (NUL)", "en": "NUL characters were left out"},
    "old-format": {"vi": "notebook ghi theo định dạng cũ (3); đã đọc", "en": "the notebook has an old format (3); it was read"},
    "found-by-likeness": {"vi": "ô “{cell}” mất mã; tìm lại được nhờ nội dung", "en": "the cell “{cell}” had lost its id; it was found by its content"},
    "missing": {"vi": "thêm lại ô khóa “{cell}” bị mất", "en": "the locked cell “{cell}” was missing and was put back"},
    "missing-answer": {"vi": "không có ô trả lời “{cell}”: tính là chưa trả lời", "en": "there is no answer cell “{cell}”: it counts as not answered"},
    "restored": {"vi": "ô khóa “{cell}” bị sửa; đã lấy lại bản gốc", "en": "the locked cell “{cell}” had been changed; the original was put back"},
    "duplicate": {"vi": "ô “{cell}” có hai bản giống nhau; giữ một", "en": "the cell “{cell}” stood there twice, alike; one was kept"},
    "duplicate-answer": {"vi": "ô “{cell}” có hai câu trả lời khác nhau; lấy câu sau", "en": "the cell “{cell}” stood there twice with different answers; the later one was taken"},
    "retyped": {"vi": "ô “{cell}” bị đổi loại (mã/văn bản); đã đổi lại", "en": "the cell “{cell}” had been turned into another kind and was turned back"},
    "personal-copy": {
        "vi": "bản này có đề riêng, nhưng sổ điểm chưa bật đề riêng: nếu thầy cô đã phát bản này, hãy chấm lại với --variants",
        "en": "this copy has personal variants, and the gradebook does not: if you handed it out, grade again with --variants",
    },
    "other-number": {
        "vi": "sinh viên gõ mã số {cell}, không phải mã trong sổ điểm, nên đã làm đề khác; điểm tính theo sổ điểm",
        "en": "the student typed the number {cell}, which is not their key in the gradebook and leads to other rows; marks follow the gradebook",
    },
    "no-number": {
        "vi": "sinh viên chưa ghi mã số, nên đã làm đề chung; điểm tính theo đề của mã trong sổ điểm",
        "en": "the student typed no number and so had the rows that everybody starts with; marks follow the key in the gradebook",
    },
    "moved": {"vi": "ô “{cell}” bị chuyển chỗ; đã đưa về chỗ cũ", "en": "the cell “{cell}” had been moved and was put back"},
}

TASK = {
    "right": {"vi": "đúng", "en": "right"},
    "partly": {"vi": "đúng một phần", "en": "partly right"},
    "wrong": {"vi": "chưa đúng", "en": "not right"},
    "open": {"vi": "chưa trả lời", "en": "not answered"},
    "lost": {"vi": "chưa chấm được", "en": "could not be graded"},
    "hidden": {"vi": "phép kiểm kín chưa đạt hết", "en": "a hidden check is not fully met"},
    "waiting": {"vi": "chờ người chấm", "en": "waits for a marker"},
    "none": {"vi": "không có bài viết", "en": "no text"},
}
