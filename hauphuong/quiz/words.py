"""What a quiz says by itself, in both languages: headlines, buttons, hints. `{…}` are filled in by the caller."""

from __future__ import annotations

WORDS = {
    # the widget
    "title": {"vi": "Dừng lại tự kiểm", "en": "Stop and check yourself"},
    "wake": {"vi": "Chạy ô này để trả lời.", "en": "Run this cell to answer."},
    "points": {"vi": "{max} điểm", "en": "{max} pt"},
    "check": {"vi": "Kiểm tra", "en": "Check"},
    "commit": {"vi": "Chốt lời đoán", "en": "Commit my guess"},
    "again": {"vi": "Thử lại", "en": "Try again"},
    "done": {"vi": "Đã chốt", "en": "Committed"},
    "saving": {"vi": "Đang lưu…", "en": "Saving…"},
    "same": {
        "vi": "Câu trả lời này vừa được chấm rồi. Hãy đổi rồi thử lại.",
        "en": "This answer has just been marked. Change it, then try again.",
    },
    "silent": {
        "vi": "Máy tính toán (kernel) chưa trả lời: có thể nó đang bận hoặc đã tắt. Câu trả lời chưa được lưu nhưng vẫn còn ở đây. Hãy chạy lại ô phía trên, rồi bấm lần nữa.",
        "en": "The kernel, which does the marking, has not replied: it may be busy or stopped. Your answer is not saved yet, but it is still here. Run the cell above again, then press the button once more.",
    },
    "number": {"vi": "Câu trả lời, bằng số", "en": "Your answer, a number"},
    "guess": {"vi": "Lời đoán của bạn, bằng số", "en": "Your guess, a number"},
    "text": {"vi": "Câu trả lời", "en": "Your answer"},
    "choose": {"vi": "— chọn —", "en": "— choose —"},
    "up": {"vi": "Lên", "en": "Up"},
    "down": {"vi": "Xuống", "en": "Down"},
    "move-up": {"vi": "Đưa lên: {item}", "en": "Move up: {item}"},
    "move-down": {"vi": "Đưa xuống: {item}", "en": "Move down: {item}"},
    "place": {"vi": "{item}: thứ {n} trong {all}", "en": "{item}: number {n} of {all}"},
    "order": {
        "vi": "Dùng nút hoặc phím mũi tên lên, xuống để xếp.",
        "en": "Use the buttons, or the up and down arrow keys, to put them in order.",
    },
    "several": {"vi": "Có thể chọn nhiều.", "en": "You may choose several."},
    "sources": {"vi": "Nguồn", "en": "Sources"},
    # headlines
    "right": {"vi": "Đúng.", "en": "Right."},
    "partly": {"vi": "Đúng một phần.", "en": "Partly right."},
    "wrong": {"vi": "Chưa đúng.", "en": "Not yet."},
    "seen": {"vi": "Đã ghi lời đoán của bạn.", "en": "Your guess is in."},
    "unread": {"vi": "Chưa chấm.", "en": "Not marked yet."},
    "score": {"vi": "{points}/{max} điểm · lần {attempt}", "en": "{points}/{max} pt · attempt {attempt}"},
    # hints of the marking
    "choose-one": {"vi": "Hãy chọn một phương án.", "en": "Choose one of the options."},
    "choose-some": {"vi": "Hãy chọn ít nhất một phương án.", "en": "Choose at least one option."},
    "missing": {
        "vi": "Trong các phương án chưa chọn vẫn còn ý đúng.",
        "en": "Among those you left out, something is still right.",
    },
    "no-number": {
        "vi": "Hãy viết một con số bằng chữ số, ví dụ 1.000 hay 37,5.",
        "en": "Write one number in digits, such as 1,000 or 37.5.",
    },
    "no-text": {"vi": "Hãy viết câu trả lời vào ô.", "en": "Write your answer in the box."},
    "too-long": {"vi": "Câu trả lời dài quá; chỉ cần vài từ.", "en": "That is too long; a few words are enough."},
    "all-items": {"vi": "Hãy xếp đủ mọi mục, mỗi mục một lần.", "en": "Put every item in order, each once."},
    "all-pairs": {"vi": "Hãy chọn một phương án cho từng dòng.", "en": "Choose an answer for every line."},
    "in-order": {"vi": "Cả dãy đúng thứ tự.", "en": "The whole order is right."},
    "all-matched": {"vi": "Tất cả đều khớp.", "en": "Everything matches."},
    "diacritics": {
        "vi": "Gần đúng: chữ thì đúng, nhưng còn thiếu hoặc sai dấu.",
        "en": "Nearly: the letters are right, but diacritics are missing or wrong.",
    },
    "guessed": {
        "vi": "Bạn đoán {guess}; nguồn ghi {value}{unit}: lệch {gap} ({percent}).",
        "en": "You guessed {guess}; the source has {value}{unit}: off by {gap} ({percent}).",
    },
    "guessed-exactly": {
        "vi": "Bạn đoán {guess}, đúng bằng con số của nguồn{unit}.",
        "en": "You guessed {guess}, exactly what the source has{unit}.",
    },
    # the journal
    "kept": {"vi": "Đã lưu vào sổ của bạn.", "en": "Saved in your journal."},
    "not-kept": {"vi": "Đã chấm nhưng chưa lưu được. {why}", "en": "Marked, but not saved. {why}"},
    "resumed": {"vi": "Lấy lại từ sổ của bạn.", "en": "From your journal."},
    "damaged": {
        "vi": "Trong sổ của bạn có {n} dòng không đọc được ({lines}); không dòng nào bị xóa, phần còn lại vẫn dùng được.",
        "en": "Your journal has {n} lines that cannot be read ({lines}); none was deleted, and the rest is in use.",
    },
    "failed": {
        "vi": "Câu hỏi này hỏng, không chấm được ({why}). Câu trả lời của bạn vẫn còn ở đây; hãy báo cho người soạn khóa học.",
        "en": "This question is broken and cannot be marked ({why}). Your answer is still here; please tell the course's makers.",
    },
}


def word(key: str, lang: str, **filled: object) -> str:
    """One of `WORDS` in a language, its `{…}` filled in."""
    said = WORDS[key][lang]
    return said.format(**filled) if filled else said
