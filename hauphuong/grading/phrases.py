"""Ready comments for the desk, by criterion. They speak to the student, say what to do next, and praise only what is named."""

from __future__ import annotations

_EVERY = [
    {"vi": "Chỗ này bạn làm tốt: giữ như vậy ở bài sau.", "en": "This works well: keep doing it in your next text."},
    {"vi": "Bạn đọc lại mức cao nhất của tiêu chí này rồi viết lại một câu cho đạt.", "en": "Read the top level of this criterion again and rewrite one sentence to meet it."},
]

PHRASES: dict[str, list[dict[str, str]]] = {
    "claim": [
        {"vi": "Luận điểm rõ ngay từ câu đầu.", "en": "Your claim is clear from the first sentence."},
        {"vi": "Bạn chọn một phía rồi hãy viết: hiện giờ câu nào cũng đúng một nửa.", "en": "Choose a side before you write: at present every sentence half agrees with both."},
        {"vi": "Luận điểm đúng đến đâu? Nói rõ việc gì, năm nào, từ đâu thì bạn không dám chắc.", "en": "How far does your claim hold? Say for what, in which years, and where you stop being sure."},
    ],
    "evidence": [
        {"vi": "Dẫn dòng chính xác, có mã, và gắn với luận điểm.", "en": "You cite the rows exactly, by id, and tie them to your claim."},
        {"vi": "Con số này ai đưa ra? Ghi mã dòng và nói nguồn ấy là của ai.", "en": "Who says this figure? Give the row's id and whose source it is."},
        {"vi": "Bạn xem lại dòng này: nó không nói điều bạn viết.", "en": "Look at this row again: it does not say what you write."},
        {"vi": "Thêm một dòng nữa, từ một nguồn độc lập với các dòng đã có.", "en": "Add one more row, from a source that does not depend on those you have."},
    ],
    "objection": [
        {"vi": "Bạn nêu đúng chỗ khó nhất và trả lời thẳng.", "en": "You name the hardest point and answer it squarely."},
        {"vi": "Dòng nào chống lại bạn mạnh nhất? Gọi tên nó ra rồi hãy trả lời.", "en": "Which row speaks most strongly against you? Name it, then answer it."},
        {"vi": "Hãy viết ý kiến bên kia sao cho chính họ cũng gật đầu, rồi mới trả lời.", "en": "Put the other view so that those who hold it would nod, and only then answer."},
    ],
    "clarity": [
        {"vi": "Gọn, có trật tự, dễ theo.", "en": "Concise, in order, easy to follow."},
        {"vi": "Bỏ những câu không thêm gì; mỗi đoạn chỉ một ý.", "en": "Cut the sentences that add nothing; one idea to a paragraph."},
        {"vi": "Bài lệch độ dài quy định: bạn cân lại các phần.", "en": "This is far from the length asked for: weigh the parts again."},
        {"vi": "Có vài từ bênh hoặc chê quá tay; viết trung tính hơn, lập luận sẽ mạnh hơn.", "en": "A few words praise or blame too much; in a calmer tone the argument is stronger."},
    ],
    "disagreement": [
        {"vi": "Bạn chỉ đúng chỗ các nguồn khác nhau và giải thích được vì sao.", "en": "You show where the sources differ and can say why."},
        {"vi": "Hai con số khác nhau vì đếm khác, hay vì trái nhau thật? Nói rõ.", "en": "Do the two figures differ because they count otherwise, or do they contradict each other? Say which."},
        {"vi": "Không lấy trung bình các nguồn: chọn nguồn bạn tin hơn và nói lý do.", "en": "Do not average the sources: choose the one you trust more and say why."},
    ],
    "defence": [
        {"vi": "Bạn bênh đúng chỗ bị chê và biết dừng đúng lúc.", "en": "You defend the very point that was attacked, and stop in time."},
        {"vi": "Bạn đang trả lời lời chê nào? Viết lời chê ấy ra trước.", "en": "Which objection are you answering? Write it down first."},
    ],
    "weight": [
        {"vi": "Bạn nói được vì sao tin dòng này hơn dòng kia.", "en": "You can say why this row is to be trusted more than that."},
        {"vi": "Hai dòng này chép từ một nguồn: chỉ tính là một bằng chứng.", "en": "These two rows copy one source: they count as one piece of evidence."},
        {"vi": "Dòng mạnh nhất của bạn không chứng minh điều gì? Thêm một câu về điều đó.", "en": "What does your strongest row not prove? Add a sentence about that."},
    ],
    "limits": [
        {"vi": "Bạn phân biệt được đám đông cho biết gì và thăm dò cho biết gì.", "en": "You tell apart what crowds show and what polls show."},
        {"vi": "“Số liệu không chắc” còn chung quá: không chắc vì đếm thế nào, ai đếm?", "en": "“Figures are uncertain” is too general: uncertain through what way of counting, and whose?"},
    ],
    "misfit": [
        {"vi": "Bạn tìm đúng dòng không vừa và sửa câu trả lời theo nó.", "en": "You found the row that does not fit and mended your answer by it."},
        {"vi": "Dòng nào trong bảng không vừa với lời kể của bạn? Hãy nêu mã và nói vì sao.", "en": "Which row does not fit your account? Give its id and say why."},
    ],
}


def ready(criterion: str, lang: str) -> list[str]:
    """The ready phrases of a criterion in a language, those for every criterion last."""
    return [phrase[lang] for phrase in [*PHRASES.get(criterion, []), *_EVERY]]
