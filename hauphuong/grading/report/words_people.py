"""What the report says of people and of their texts. Kindly: a reason to ask, never a verdict."""

PEOPLE = {
    "help-none": {"vi": "Chưa thấy ai cần hỏi thăm riêng.", "en": "Nobody stands out as needing a word."},
    "help-some": {
        "vi": "Nên hỏi thăm {count} trong {students} người. Danh sách chỉ nói ai có thể đang cần một tay; vì sao thì chỉ người ấy biết.",
        "en": "Worth asking after: {count} of {students}. The list says who may be glad of a hand; why, only they know.",
    },
    "help-small": {
        "vi": "Lý do có mặt trong danh sách: chưa nộp bài mà người khác đã nộp; bài chưa chấm được trọn; bỏ trống từ nửa số câu; hoặc được dưới nửa số điểm của phần đã chấm.",
        "en": "Reasons to be listed: nothing handed in where others have; a submission that could not be graded in full; half of the tasks or more left open; or under half of the points marked so far.",
    },
    "reason": {"vi": "Vì sao nên hỏi thăm", "en": "Why to ask"},
    "reasons": {
        "missing": {"vi": "chưa nộp. Hỏi xem có vướng gì: máy, mạng, hay thời gian.", "en": "not handed in. Ask what is in the way: the machine, the network, time."},
        "unreadable": {"vi": "có nộp nhưng tệp không đọc được ({reason}) Nhắc nộp lại; em ấy có thể chưa biết.", "en": "handed in, but the file cannot be read ({reason}) Ask for it again; they may not know."},
        "person": {"vi": "có nộp, máy chưa chấm được ({reason}) Mở bài ra xem trước khi hỏi.", "en": "handed in, but the machine could not grade it ({reason}) Look at it before you ask."},
        "partly": {"vi": "chấm được một phần ({reason}) Có lẽ một ô còn lỗi, chỉ cần chỉ giúp.", "en": "graded in part ({reason}) Perhaps one cell fails; pointing at it may be enough."},
        "open": {"vi": "bỏ trống {open} trong {tasks} câu. Có thể thiếu thời gian, hoặc chưa biết bắt đầu từ đâu.", "en": "left {open} of {tasks} tasks open. Perhaps time ran out, or there was no way in."},
        "low": {"vi": "được {points} trong {of} điểm đã chấm. Xem lại cùng em câu dễ nhất trước.", "en": "has {points} of the {of} points marked so far. Go through the easiest task together first."},
    },
    "waiting-none": {"vi": "Không còn gì chờ người chấm.", "en": "Nothing waits for a marker."},
    "waiting-some": {"vi": "Còn {marks} chỗ chờ người chấm, của {people} sinh viên.", "en": "Marks that wait for a marker: {marks}; students they belong to: {people}."},
    "waiting-whole": {"vi": " Ngoài ra, {count} bài cần mở ra xem.", "en": " Besides, whole submissions to look at: {count}."},
    "to-mark": {"vi": "Chờ chấm", "en": "To mark"},
    "why": {"vi": "Bao nhiêu, vì sao", "en": "How many, or why"},
    "outcome": {"vi": "Tình trạng", "en": "Outcome"},
    "late-none": {"vi": "Không có bài nào nộp trễ (hoặc chưa đặt hạn nộp).", "en": "Nothing came late (or no date was set)."},
    "late-some": {"vi": "{count} bài nộp trễ.", "en": "Handed in late: {count}."},
    "days": {"vi": "Trễ mấy ngày", "en": "Days late"},
    "taken-off": {"vi": "Trừ điểm", "en": "Taken off"},
    # passages that read alike
    "one": {"vi": "Một bên", "en": "One"},
    "other": {"vi": "Bên kia", "en": "The other"},
    "shared-words": {"vi": "Số từ giống nhau", "en": "Words alike"},
    "no-code-kept": {
        "vi": "Sổ điểm chưa giữ mã của các ô trả lời ở bài này: bài chấm bằng bản cũ thì chấm lại với --again; bài để nguyên ô trả lời thì không có gì để so.",
        "en": "The gradebook keeps no code of the answer cells here: what an older edition graded can be graded anew with --again; untouched cells leave nothing to compare.",
    },
    "alike-few": {"vi": "Chưa đủ hai bài để so.", "en": "There are not yet two to compare."},
    "alike-none": {"vi": "So {count} bài: không thấy đoạn nào giống nhau đủ dài.", "en": "Compared: {count}. No passage long enough stands in two of them."},
    "alike-some": {"vi": "So {count} bài: {people} bài có đoạn giống bài khác, gom thành {groups} nhóm.", "en": "Compared: {count}. Passages that read alike stand in {people} of them, in groups: {groups}."},
    "alike-rest": {"vi": "Hình trên chỉ bày {shown} nhóm giống nhau nhiều nhất; {more} nhóm còn lại ở trong bảng.", "en": "Only the {shown} groups with most in common are laid out above; the other {more} are in the table."},
    "limits-essays": {
        "vi": "Phần này chỉ đặt những đoạn giống nhau cạnh nhau; nó không cho biết ai viết trước, vì sao giống, và không kết luận gì về ai. Hai người học chung, cùng đọc một trang, cùng được một người giảng cũng có thể viết giống nhau; còn bài viết lại bằng lời khác, hay dịch, thì ở đây không thấy. Trước khi nghĩ gì, hãy nói chuyện với từng em.",
        "en": "This only lays passages that read alike beside each other. It does not know who wrote first or why they are alike, and it concludes nothing about anybody. Two who studied together, read one page or heard one explanation may write alike; what was reworded or translated is not seen here. Talk with the students before you think anything of it.",
    },
    "limits-code": {
        "vi": "Câu hỏi đóng chỉ có một đáp án, nên mã trả lời tự nhiên giống nhau: ở đây đáp án chép thẳng ra (số, danh sách, bảng nhỏ) được bỏ đi, chỉ so phần tính toán và lời chú thích. Dù vậy, hai người vẫn có thể tự viết ra cùng một phép tính. Phần này không cho biết ai viết trước, vì sao giống, và không kết luận gì về ai; đổi tên biến là nó không thấy nữa. Trước khi nghĩ gì, hãy nói chuyện với từng em.",
        "en": "A closed task has one answer, so the code for it is naturally alike: answers that are only written down (numbers, lists, small tables) are left out here, and only calculations and comments are compared. Even so two people may well come upon the same calculation. This does not know who wrote first or why they are alike, and it concludes nothing about anybody; rename a variable and it sees nothing. Talk with the students before you think anything of it.",
    },
    "how": {"vi": "So sánh thế nào, ngưỡng ra sao", "en": "How it was compared, and the thresholds"},
    "how-essays": {
        "vi": [
            "Bỏ ra trước khi so: chữ có sẵn trong notebook phát ra và đề bài; mọi chuỗi sáu từ có trong bài học, bảng số liệu, câu hỏi của khóa học; những gì đặt trong ngoặc kép hoặc trích thành đoạn.",
            "Bỏ tiếp những chuỗi năm từ mà hơn {many} bài cùng có: đó là cách nói chung của cả lớp.",
            "Đưa vào so từng từ: với mỗi bài, {nearest} bài gần nhất theo TF-IDF của các chuỗi 3–5 chữ cái, và mọi cặp cùng có một chuỗi năm từ hiếm.",
            "Một đoạn được bày ra khi có ít nhất {vi} từ (bài tiếng Anh: {en}) giống nhau theo đúng thứ tự, ở giữa đổi không quá hai từ; tiếng Việt đếm theo âm tiết. Số và mã dòng không tính. Hoa thường và dấu không tính, nên gõ sai dấu vẫn là giống.",
            "Ngưỡng này là lựa chọn, không phải ranh giới giữa đúng và sai: ngắn hơn thì toàn cụm từ ai cũng viết.",
        ],
        "en": [
            "Taken out first: the notebook as handed out and its prompt; every run of six words that stands in the lessons, the tables or the questions of the course; whatever stands in quotation marks or is set apart as a quotation.",
            "Then runs of five words that more than {many} of the texts share: that is how the whole class puts it.",
            "Read word by word: for each text the {nearest} nearest by TF-IDF of runs of 3–5 letters, and all pairs that share a rare run of five words.",
            "A passage is shown from {en} words on (in Vietnamese {vi}, where syllables are counted) that are the same in the same order, with no more than two words changed between. Numbers and row ids do not count. Case and diacritics are ignored, so a slip of the keyboard changes nothing.",
            "The threshold is a choice and no line between right and wrong: below it stand phrases that everybody writes.",
        ],
    },
    "how-code": {
        "vi": [
            "Chỉ xem những ô trả lời mà sinh viên đã sửa. Khoảng trắng, xuống dòng và kiểu ngoặc kép không tính.",
            "Bỏ ra trước khi so: đáp án chép thẳng (số, chữ, danh sách, bảng nhỏ); mọi chuỗi năm mảnh mã có trong notebook phát ra hoặc trong lời giải của khóa học; rồi những chuỗi mà hơn {many} bài cùng có.",
            "Đưa vào so từng mảnh: với mỗi bài, {nearest} bài gần nhất theo TF-IDF của các chuỗi 3–5 ký tự, và mọi cặp cùng có một chuỗi năm mảnh hiếm.",
            "Một đoạn được bày ra khi có ít nhất {code} mảnh là chữ (tên, từ khóa, chữ trong chú thích) giống nhau theo đúng thứ tự, trong cùng một ô, đổi không quá hai mảnh ở giữa. Lớp dưới mười người thì chưa bỏ được bao nhiêu cách viết chung, nên càng phải dè dặt.",
        ],
        "en": [
            "Only answer cells that the student changed are looked at. Spaces, line ends and the kind of quotation marks are ignored.",
            "Taken out first: answers that are only written down (numbers, words, lists, small tables); every run of five pieces of code that stands in the notebook as handed out or in the course's own solution; then runs that more than {many} share.",
            "Read piece by piece: for each the {nearest} nearest by TF-IDF of runs of 3–5 characters, and all pairs that share a rare run of five pieces.",
            "A passage is shown from {code} pieces of letters on (names, keywords, words of comments) that are the same in the same order within one cell, with no more than two pieces changed between. In a class of fewer than ten little can be known as common, so read it with all the more care.",
        ],
    },
    "group": {"vi": "{count} bài cùng có những đoạn này; dưới đây là những cặp giống nhau nhiều nhất, đủ để nối cả nhóm.", "en": "{count} texts hang together by such passages; below are the pairs with most in common that connect them."},
    "pair-essays": {"vi": "{words} từ giống nhau; phần tự viết đem so có {left} và {right} từ.", "en": "Words alike: {words}; words of their own that were compared: {left} and {right}."},
    "pair-code": {"vi": "{words} mảnh mã giống nhau; phần đem so có {left} và {right} mảnh.", "en": "Pieces of code alike: {words}; pieces that were compared: {left} and {right}."},
    "whole-essays": {"vi": "Đọc trọn hai bài ({number})", "en": "Read both in full ({number})"},
    "whole-code": {"vi": "Xem trọn mã của hai bài ({number})", "en": "See all the code of both ({number})"},
}
