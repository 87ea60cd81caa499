"""Words that every chart shares: headings of its table and the labels of its notes."""

WORDS = {
    "notes": {
        "describe": {"vi": "Mô tả biểu đồ bằng lời", "en": "Describe the chart in words"},
        "show": {"vi": "Xem số liệu", "en": "Show the data"},
        "csv": {"vi": "Tải bảng này (CSV)", "en": "Download this table (CSV)"},
        "sources": {"vi": "Nguồn:", "en": "Sources:"},
        "control": {
            "vi": "Chạy ô này để hiện nút chọn.",
            "en": "Run this cell to get its control.",
        },
    },
    "column": {
        "start": {"vi": "Thời gian", "en": "When"},
        "donor": {"vi": "Bên viện trợ", "en": "Donor"},
        "recipient": {"vi": "Bên nhận", "en": "Recipient"},
        "category": {"vi": "Loại", "en": "Kind"},
        "measure": {"vi": "Cách tính", "en": "Measure"},
        "value": {"vi": "Số liệu", "en": "Figure"},
        "low": {"vi": "Thấp nhất", "en": "Low"},
        "high": {"vi": "Cao nhất", "en": "High"},
        "corrected": {"vi": "Số đã sửa", "en": "Corrected"},
        "unit": {"vi": "Đơn vị", "en": "Unit"},
        "price_basis": {"vi": "Cơ sở giá", "en": "Price basis"},
        "precision": {"vi": "Độ chính xác", "en": "Precision"},
        "original": {"vi": "Nguyên văn", "en": "As printed"},
        "copy_of": {"vi": "Chép từ", "en": "Copy of"},
        "source": {"vi": "Nguồn", "en": "Source"},
        "locator": {"vi": "Vị trí trong nguồn", "en": "Where in it"},
        "note": {"vi": "Ghi chú", "en": "Note"},
        "what": {"vi": "Là gì", "en": "What"},
    },
}
