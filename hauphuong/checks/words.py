"""What every check can say, in both languages; what only one check says stands in its bank."""

WORDS = {
    "open": {
        "vi": "Câu này còn để ngỏ. Hãy thay `None` bằng câu trả lời rồi chạy lại cả hai ô.",
        "en": "This one is still open. Put your answer in the place of `None` and run both cells again.",
    },
    "other": {
        "vi": "Máy nhận được một thứ thuộc kiểu `{type}`, không đọc được như một câu trả lời.",
        "en": "What arrived is of the type `{type}`, which cannot be read as an answer.",
    },
    "call": {
        "vi": "Bạn đưa ra chính phép tính chứ chưa phải kết quả của nó (kiểu `{type}`): có lẽ thiếu cặp ngoặc `()` ở cuối.",
        "en": "This is the calculation itself and not yet its result (type `{type}`): perhaps a pair of brackets `()` is missing at the end.",
    },
    # numbers
    "nan": {
        "vi": "Kết quả là NaN, tức “không phải số”: thường do gõ nhầm mã dòng hoặc cộng cả một ô trống.",
        "en": "The result is NaN, “not a number”: mostly a row id with a slip in it, or an empty cell in the sum.",
    },
    "infinite": {
        "vi": "Con số này lớn quá sức máy: hãy xem lại phép nhân hoặc phép chia cho 0.",
        "en": "This number is larger than a computer can hold: look for a multiplication too many or a division by 0.",
    },
    "many": {
        "vi": "Câu này cần một con số, mà bạn đưa ra {count} giá trị.",
        "en": "One number is wanted here, and {count} values were given.",
    },
    "no-number": {
        "vi": "Câu này cần một con số; không đọc được số nào trong {answer}.",
        "en": "A number is wanted here; none can be read in {answer}.",
    },
    "as-text": {
        "vi": "(Bạn viết số trong ngoặc kép. Lần sau cứ gõ thẳng `{plain}`: như thế máy mới tính tiếp được.)",
        "en": "(You wrote the number in quotation marks. Next time just type `{plain}`: then Python can go on calculating with it.)",
    },
    "as-commas": {
        "vi": "(Với Python, dấu phẩy ngăn nhiều giá trị với nhau. Lần sau hãy gõ liền: `{plain}`.)",
        "en": "(To Python a comma parts several values. Next time type it in one piece: `{plain}`.)",
    },
    "sign": {
        "vi": "Đúng độ lớn nhưng ngược dấu: hãy đọc lại xem lấy số nào trừ số nào.",
        "en": "The size is right and the sign is wrong: look again at what is taken from what.",
    },
    "thousand": {
        "vi": "Lệch nghìn lần. Trong Python dấu chấm là dấu thập phân: `49.585` chưa đến năm mươi. Hãy gõ liền các chữ số.",
        "en": "A thousand times too small. To Python a point begins the decimals: `49.585` is less than fifty. Type the digits in one piece.",
    },
    "per-cent": {
        "vi": "Đây là phần trong một; câu hỏi cần phần trăm: hãy nhân với 100.",
        "en": "This is the part of one; per cent are asked for: multiply by 100.",
    },
    "over-cent": {"vi": "Lớn gấp một trăm lần: hình như bạn đã nhân với 100 hai lần.", "en": "A hundred times too large: it seems to have been multiplied by 100 twice."},
    "near": {
        "vi": "Rất gần, nhưng chưa khớp: có lẽ một chữ số gõ nhầm, hoặc làm tròn quá sớm.",
        "en": "Very near, but it does not match: perhaps a digit slipped, or something was rounded too early.",
    },
    "high": {"vi": "{answer} là quá lớn.", "en": "{answer} is too much."},
    "low": {"vi": "{answer} là quá nhỏ.", "en": "{answer} is too little."},
    # names
    "one-name": {
        "vi": "Hãy chọn đúng một tên và đặt trong ngoặc kép: {options}.",
        "en": "Choose one name and put it in quotation marks: {options}.",
    },
    "no-option": {"vi": "{answer} không nằm trong các lựa chọn: {options}.", "en": "{answer} is not among the choices: {options}."},
    "names": {
        "vi": "Câu này cần một danh sách tên trong ngoặc vuông, như `[\"a\", \"b\"]`.",
        "en": "A list of names in square brackets is wanted, such as `[\"a\", \"b\"]`.",
    },
    "set": {"vi": "Bạn đã tìm được {hits} trong {wanted}.", "en": "You have found {hits} of {wanted}."},
    "strange": {"vi": "Không thuộc câu hỏi này: {answer}.", "en": "Not among those asked about: {answer}."},
    # tables
    "table": {
        "vi": "Câu này cần một bảng nhỏ: mỗi tên một con số, như `{\"a\": 1, \"b\": 2}`.",
        "en": "A small table is wanted: a number for each name, such as `{\"a\": 1, \"b\": 2}`.",
    },
    "rows": {"vi": "Đã khớp {hits} trong {wanted} dòng được kiểm ở đây.", "en": "{hits} of the {wanted} rows checked here match."},
    "rows-missing": {"vi": "Còn thiếu: {names}.", "en": "Still missing: {names}."},
    "rows-off": {"vi": "Chưa khớp: {names}.", "en": "Not yet right: {names}."},
    # words
    "words": {"vi": "Câu này cần một vài chữ trong ngoặc kép.", "en": "A word or two in quotation marks is wanted."},
    "no-words": {"vi": "{answer} chưa phải điều được hỏi.", "en": "{answer} is not what is asked for."},
    # rows as evidence
    "no-row": {"vi": "Không có dòng nào mang mã `{id}`. Gần nhất: {near}.", "en": "No row has the id `{id}`. The nearest: {near}."},
    "other-table": {"vi": "Câu này cần dòng của các bảng {tables}; không phải: {ids}.", "en": "Rows of the tables {tables} are wanted here, and not {ids}."},
    "few-rows": {"vi": "Đã có {count} dòng dùng được, cần ít nhất {least}.", "en": "Rows that can be used so far: {count}; at least {least} are needed."},
    "few-voices": {"vi": "Mới có {count} nguồn độc lập, cần {least}: bản sao không tính thêm.", "en": "Independent sources so far: {count}; {least} are needed, and copies do not count again."},
    "few-languages": {"vi": "Mới nghe {count} thứ tiếng, cần {least}: hãy tìm người ở phía khác kể.", "en": "Languages heard so far: {count}; {least} are needed. Look for somebody from another side."},
    # prose
    "prose": {"vi": "Câu này cần chữ trong ngoặc kép.", "en": "Text in quotation marks is wanted here."},
    "few-words": {"vi": "Mới có {count} từ; cần từ {low} đến {high}.", "en": "Words so far: {count}; between {low} and {high} are wanted."},
    "many-words": {"vi": "Có {count} từ; chỉ nên từ {low} đến {high}.", "en": "Words: {count}; between {low} and {high} are wanted."},
    "few-for": {"vi": "Bài dẫn {count} dòng cho luận điểm, cần ít nhất {least}.", "en": "Rows cited for the claim: {count}; at least {least} are needed."},
    "few-against": {
        "vi": "Bài dẫn {count} dòng chống lại luận điểm, cần ít nhất {least}: đặt chúng trong đoạn bắt đầu bằng “Phản biện:”.",
        "en": "Rows cited against the claim: {count}; at least {least} are needed, in a paragraph that begins with “Against:”.",
    },
    "borrowed": {"vi": "Phần lớn bài này là bài mẫu của bài học. Hãy viết bằng lời của bạn.", "en": "Most of this is the lesson's own sample. Write it in your own words."},
    "more-remarks": {"vi": "Còn {count} điều nữa; chạy `hp.argue(argument)` để xem hết.", "en": "And {count} more; run `hp.argue(argument)` to see them all."},
    # somebody else's rows
    "other-variant": {
        "vi": "Kết quả này đúng cho đề về {theirs}. Đề của bạn là về {yours}: hãy xem lại {rows}.",
        "en": "This is right for {theirs}; yours is {yours}. Look at your own: {rows}.",
    },
    # heads
    "state": {
        "open": {"vi": "○ Chưa trả lời", "en": "○ Not answered yet"},
        "wrong": {"vi": "✗ Chưa đúng", "en": "✗ Not right yet"},
        "partly": {"vi": "◐ Đúng một phần", "en": "◐ Partly right"},
        "right": {"vi": "✓ Đúng", "en": "✓ Right"},
        "mistake": {"vi": "⚠ Không kiểm được", "en": "⚠ Cannot be checked"},
    },
    "points": {"vi": "{points} / {of} điểm", "en": "{points} of {of} points"},
}
