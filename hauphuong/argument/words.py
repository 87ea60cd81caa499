"""What is said about an argument: one remark for each thing that a careful reader would ask."""

REMARKS = {
    # of one sentence
    "unknown": {
        "vi": "Câu {n}: không có dòng nào mang mã `{id}`. {near}",
        "en": "Sentence {n}: no row has the id `{id}`. {near}",
    },
    "near": {"vi": "Có phải bạn muốn nói {ids}?", "en": "Did you mean {ids}?"},
    "nothing-near": {"vi": "Hãy chép mã từ bảng; mã phân biệt từng dấu gạch.", "en": "Copy the id from its table; every hyphen counts."},
    "source": {
        "vi": "Câu {n}: `{id}` là một nguồn, chưa phải một dòng dữ liệu. Hãy dẫn dòng mà bạn dùng, chẳng hạn {ids}.",
        "en": "Sentence {n}: `{id}` is a source and not a row of data. Cite the row that you use, such as {ids}.",
    },
    "weak": {
        "vi": "Câu {n}: `{id}` chỉ có một nguồn yếu ({who}). Hãy nói rõ trong câu, hoặc tìm một dòng có nguồn vững hơn.",
        "en": "Sentence {n}: `{id}` rests on a weak source alone ({who}). Say so in the sentence, or find a row with a firmer one.",
    },
    "date": {
        "vi": "Câu {n}: câu nói “{said}”, còn dòng `{id}` ghi {period}. Hãy xem lại ngày, hoặc xem có dẫn nhầm dòng không.",
        "en": "Sentence {n}: the sentence says “{said}”, but the row `{id}` has {period}. Look at the date again, or see whether this is the row you mean.",
    },
    "sharp": {
        "vi": "Câu {n}: “{said}” chính xác hơn điều dòng `{id}` biết: nguồn chỉ cho biết {period}.",
        "en": "Sentence {n}: “{said}” is sharper than what the row `{id}` knows: its source has only {period}.",
    },
    "number": {
        "vi": "Câu {n}: câu viết {said}, còn dòng `{id}` ghi {value}. Nếu bạn đã tính hay làm tròn thì nói rõ (“khoảng”, “cộng lại”).",
        "en": "Sentence {n}: the sentence has {said}, but the row `{id}` has {value}. If you reckoned or rounded, say so (“about”, “together”).",
    },
    "number-absent": {
        "vi": "Câu {n}: con số {said} không có trong dòng nào được dẫn ({ids}). Nó từ đâu ra?",
        "en": "Sentence {n}: the number {said} is in none of the rows cited ({ids}). Where is it from?",
    },
    "number-alone": {
        "vi": "Câu {n}: con số {said} chưa có nguồn. Thêm mã dòng vào cuối câu, như `[{example}]`.",
        "en": "Sentence {n}: the number {said} has no source. Put the id of its row at the end of the sentence, such as `[{example}]`.",
    },
    "quote-alone": {
        "vi": "Câu {n}: “{said}” là lời của ai? Trích dẫn nào cũng cần mã dòng ngay trong câu.",
        "en": "Sentence {n}: whose words are “{said}”? Every quotation needs the id of a row in its own sentence.",
    },
    "quote-long": {
        "vi": "Câu {n}: “{said}” dài {count} chữ. Chỉ nên giữ tám chữ trở xuống, phần còn lại kể bằng lời của bạn.",
        "en": "Sentence {n}: “{said}” runs to {count} words. Keep eight at most, and tell the rest in your own words.",
    },
    "one-sided": {
        "vi": "Câu {n}: điều này còn tranh cãi ({what}), mà câu chỉ dẫn một phía. Hãy nói rằng các nguồn khác nhau, hoặc dẫn thêm {ids}.",
        "en": "Sentence {n}: this is disputed ({what}), and the sentence cites one side alone. Say that the sources differ, or also cite {ids}.",
    },
    "contested": {
        "vi": "Câu {n}: các nguồn kể `{id}` khác nhau ({who}). Hãy nói trong câu rằng họ khác nhau, hoặc khác ở chỗ nào.",
        "en": "Sentence {n}: the sources tell `{id}` in different ways ({who}). Say in the sentence that they differ, or where.",
    },
    # of the whole
    "not-text": {
        "vi": "Ở đây cần một đoạn văn trong ngoặc kép; thứ nhận được không phải là chữ.",
        "en": "A text in quotation marks is wanted here; what arrived is not text.",
    },
    "empty": {
        "vi": "Chưa có câu nào. Hãy bắt đầu bằng một luận điểm, rồi một bằng chứng có mã dòng trong ngoặc vuông, như `[{example}]`.",
        "en": "There is no sentence yet. Begin with a claim, then a piece of evidence with the id of its row in square brackets, such as `[{example}]`.",
    },
    "no-cites": {
        "vi": "Bài chưa dẫn dòng nào. Đặt mã dòng trong ngoặc vuông sau điều bạn nói, như `[{example}]`.",
        "en": "Nothing is cited yet. Put the id of a row in square brackets after what you say, such as `[{example}]`.",
    },
    "one-row": {
        "vi": "Cả bài chỉ dựa vào một dòng, `{id}`. Nếu dòng ấy sai thì còn lại gì?",
        "en": "The whole argument rests on one row, `{id}`. What would be left if it were wrong?",
    },
    "one-source": {
        "vi": "Mọi dòng bạn dẫn đều từ một nguồn: {who}. Bản sao không tính thêm. Hãy tìm một tiếng nói khác.",
        "en": "All that you cite comes from one source: {who}. Copies do not count again. Look for another voice.",
    },
    "one-voice": {
        "vi": "Mọi nguồn bạn dẫn đều viết bằng một thứ tiếng ({who}), tức là phần nhiều từ một phía. Người bên kia kể thế nào?",
        "en": "All the sources you cite are written in one language ({who}), so for the most part from one side. How do the others tell it?",
    },
    "no-against": {
        "vi": "Chưa có gì chống lại bạn. Mở một đoạn bắt đầu bằng “Phản biện:” và dẫn dòng mạnh nhất của phía bên kia.",
        "en": "Nothing speaks against you yet. Begin a paragraph with “Against:” and cite the strongest row of the other side.",
    },
    "unused": {
        "vi": "Bạn ghi {ids} là bằng chứng chống lại, nhưng bài không nhắc đến.",
        "en": "You list {ids} as evidence against, but the text does not mention it.",
    },
}

HEADS = {
    "none": {"vi": "✓ Không còn điều gì phải sửa", "en": "✓ Nothing left to mend"},
    "open": {"vi": "✗ {count} điều cần sửa", "en": "✗ {count} to mend"},
    "advice": {"vi": "Nên nghĩ thêm", "en": "To think about"},
    "notes": {"vi": "Chú thích", "en": "Notes"},
    "sum": {
        "vi": "Số dòng được dẫn: {rows} (chống lại luận điểm: {against}). Nguồn độc lập: {sources}. Thứ tiếng: {languages}.",
        "en": "Rows cited: {rows} (against the claim: {against}). Independent sources: {sources}. Languages: {languages}.",
    },
    "weak": {"vi": "nguồn yếu", "en": "weak source"},
    "more": {"vi": "và {count} nguồn nữa", "en": "and {count} more"},
    "unknown": {"vi": "không có dòng này", "en": "no such row"},
    "undated": {"vi": "không ghi ngày", "en": "no date"},
}

# words with which a sentence owns that its sources differ, or are weak; without case and diacritics
DIFFER = (
    "tranh cai", "tranh luan", "khac nhau", "trai nhau", "chua thong nhat", "nguon khac", "noi khac", "co nguoi", "co nguon", "ke khac", "lai ghi", "lai noi", "lai ke", "chua chac", "con ngo", "bat dong",
    "disput", "contest", "differ", "disagree", "other source", "others say", "another source", "some say", "not certain", "uncertain", "debat", "elsewhere",
)  # fmt: skip
WEAK = (
    "nguon yeu", "bang chung yeu", "con yeu", "khong chac", "chua chac", "ngo vuc", "dang ngo", "de dat", "mot nguon",
    "weak source", "weak evidence", "weakly", "is weak", "are weak", "weaker", "uncertain", "doubt", "unsure", "a single source", "caution", "not certain", "○",
)  # fmt: skip
