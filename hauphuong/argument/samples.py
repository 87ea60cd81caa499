"""Short arguments to learn from: two sound openings on opposite sides, and a draft with three slips."""

SAMPLES = {
    "help-was-needed": {
        "vi": """Từ năm 1965 đến năm 1972, hậu phương quốc tế là điều kiện cần của lưới phòng không miền Bắc. Trận tên lửa đầu tiên ngày 24-7-1965, mà các nguồn kể khác nhau về số máy bay rơi, cần cả vũ khí lẫn thầy dạy từ ngoài [ev-1965-07-24-first-missiles]. Từ tháng 4-1965, hai trung tâm đã dồn chương trình một năm vào vài tháng [ev-1965-04-two-training-centres]. Hàng quân sự nói chung, vì không nguồn nào ở đây tách riêng phần phòng không, còn tăng về sau: bảng của hai nhà sử học quân sự ghi 517.393 tấn cho 1965–1968 [at-1965-1968-all] và 1.000.796 tấn cho 1969–1972 [at-1969-1972-all], và tình báo Mỹ, tự tính lấy, ước 750 triệu đô la viện trợ quân sự riêng năm 1972 [am-1972-all-military].

Phản biện: Từ khoảng năm 1966, chuyên gia Liên Xô dần thôi trực tiếp bắn, tuy các nguồn khác nhau về lúc nào [ev-1966-crews-stop-firing].

Trả lời: Điều ấy giới hạn luận điểm chứ không lật đổ nó: cần hàng và cần thầy, không cần mãi người bấm nút.""",
        "en": """From 1965 to 1972 the international rear was a necessary condition of the North's air defence. The first missile action, on 24 July 1965, for which the sources differ over the aircraft downed, took weapons and teachers from abroad [ev-1965-07-24-first-missiles]. From April 1965 two centres squeezed a year's course into a few months [ev-1965-04-two-training-centres]. Military goods at large, for no source here sets air defence apart, went on growing: the table of two military historians has 517,393 tonnes for 1965–1968 [at-1965-1968-all] and 1,000,796 tonnes for 1969–1972 [at-1969-1972-all], and American intelligence, which reckoned for itself, puts the military aid of 1972 alone at 750 million dollars [am-1972-all-military].

Against: From about 1966 the Soviet specialists gradually stopped firing, though the sources differ over when [ev-1966-crews-stop-firing].

Answer: That sets a limit to the claim and does not overturn it: goods and teachers were needed, and not for ever the men at the button.""",
    },
    "strength-decided": {
        "vi": """Giúp đỡ bên ngoài chỉ thành sức mạnh qua tay người biết dùng, và người quyết định dùng thế nào là người Việt Nam. Năm 1965, Hà Nội không nhận đơn vị chiến đấu Liên Xô mà xin chuyên gia và trang bị, tuy các nguồn kể khác nhau [ev-1965-02-21-hanoi-declines-units]. Từ tháng 3-1968, phần lớn quân Trung Quốc về nước mà cuộc chiến vẫn tiếp tục [ev-1968-03-chinese-leave]. Giúp đỡ cũng có lúc nghẽn: tháng 4-1967, hàng Liên Xô qua Trung Quốc chỉ có hạn ngạch 10.000 tấn mỗi tháng [at-1967-04-ussr-transit-quota]. Báo Nhân Dân gọi nội lực là nhân tố quyết định; đó là một cách trả lời trong cuộc tranh luận [st-method-own-strength; cl-method-how-much].

Phản biện: Record thấy hầu như không ai thắng mà không được giúp [st-method-no-unhelped-victory], và 1.000.796 tấn hàng đã tới trong những năm 1969–1972 [at-1969-1972-all].

Trả lời: Có giúp mới có thể thắng; nhưng giúp bao nhiêu cũng không thay được người dùng.""",
        "en": """Help from abroad becomes strength only in the hands of people who can use it, and how it was used the Vietnamese decided. In 1965 Hà Nội declined Soviet combat units and asked for specialists and equipment, though the sources differ [ev-1965-02-21-hanoi-declines-units]. From March 1968 most of the Chinese troops went home, and the war went on [ev-1968-03-chinese-leave]. Help could also be held up: in April 1967 Soviet goods had a transit quota through China of only 10,000 tonnes a month [at-1967-04-ussr-transit-quota]. Nhân Dân calls inner strength the deciding factor, which is one answer in a debate [st-method-own-strength; cl-method-how-much].

Against: Record finds hardly anyone who won unhelped [st-method-no-unhelped-victory], and 1,000,796 tonnes came in the years 1969–1972 [at-1969-1972-all].

Answer: Help made it possible to win; but no amount of it could take the place of those who used it.""",
    },
    "three-slips": {
        "vi": """Hậu phương quốc tế rất quan trọng. Năm 1967, Trung Quốc có tới 170.000 quân ở miền Bắc [pe-1967-china-peek]. Tháng 11-1967, họ bắt đầu về nước [ev-1968-03-chinese-leave]. Người ta gọi đó là “tình đồng chí anh em”. Theo tình báo Mỹ, viện trợ quân sự năm 1972 là 750 triệu đô la [am-1972-all-military].

Phản biện: Một chuyên đề báo coi nội lực là nhân tố quyết định, nhưng điều này còn tranh luận [st-method-own-strength].""",
        "en": """The international rear mattered very much. In 1967 China had as many as 170,000 troops in the North [pe-1967-china-peek]. In November 1967 they began to go home [ev-1968-03-chinese-leave]. People called it “brotherly comradeship”. By American intelligence the military aid of 1972 was 750 million dollars [am-1972-all-military].

Against: A newspaper holds that inner strength decided, but this is disputed [st-method-own-strength].""",
    },
}
