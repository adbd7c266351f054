"""The Party's scales: the one in force since 2018, and the one it replaced.

Sources: levels, Quy định 132-QĐ/TW and 124-QĐ/TW; reasons, Hướng dẫn 21-HD/BTCTW; spellings as met in real
sheets. The scale used up to 2017 is a scale of its own: nothing maps it to the present one.
"""

from __future__ import annotations

from evalkit.scale.model import Level, Scale

_NOT_RATED = {
    "exempt": (
        "miễn", "miễn đánh giá", "miễn xếp loại", "miễn kiểm điểm", "miễn sinh hoạt", "MSH", "miễn SH",
        "miễn công tác và sinh hoạt", "miễn công tác sinh hoạt", "miễn CT", "miễn CTSH", "miễn SHĐ", "được miễn",
    ),
    "suspended": ("đình chỉ", "đình chỉ sinh hoạt", "bị đình chỉ"),
    "new_member": (
        "mới kết nạp", "kết nạp chưa đủ 6 tháng", "dự bị chưa đủ 6 tháng", "đảng viên mới", "mới vào đảng",
        "đảng viên chưa đủ 6 tháng", "chưa đủ 6 tháng", "chưa đủ thời gian 6 tháng",
    ),
    "new_organisation": ("mới thành lập", "thành lập chưa đủ 6 tháng"),
    "sick": ("ốm", "nghỉ ốm", "ốm dài ngày", "nghỉ bệnh", "nghỉ chữa bệnh", "điều trị bệnh", "nằm viện"),
    "maternity": ("thai sản", "nghỉ thai sản", "nghỉ sinh", "nghỉ TS"),
    "away": ("đi nước ngoài", "ở nước ngoài", "ra nước ngoài", "công tác nước ngoài", "học nước ngoài",
        "du học", "đi làm ăn xa", "làm ăn xa", "đi lao động",
        "xuất khẩu lao động"),
    "under_review": ("xem xét kỷ luật", "xem xét kỉ luật", "xem xét KL", "xem xét xử lý kỷ luật",
        "xem xét thi hành kỷ luật"),
    "not_yet": ("chưa đánh giá", "chưa kiểm điểm", "chưa xếp loại", "CXL"),
    "unspecified": (
        "không xếp loại", "KXL", "không đánh giá", "không đánh giá xếp loại", "chưa đủ điều kiện",
        "xếp loại tại nơi công tác", "xếp loại ở nơi công tác", "xếp loại tại chi bộ nơi công tác",
        "đánh giá tại nơi công tác", "xếp loại tại chi bộ gốc", "xếp loại ở chi bộ gốc", "xếp loại tại chi bộ chính",
        "không thuộc diện xếp loại", "không thuộc diện đánh giá", "không thuộc đối tượng xếp loại",
    ),
}  # fmt: skip

_PARTY_TO_2017 = Scale(
    name="thang đánh giá đến năm 2017",
    levels=(
        Level(
            "old_excellent",
            "trong sạch, vững mạnh; đủ tư cách, hoàn thành xuất sắc nhiệm vụ",
            (
                "Trong sạch vững mạnh", "Trong sạch, vững mạnh", "TSVM", "Trong sạch vững mạnh tiêu biểu",
                "Đảng viên đủ tư cách, hoàn thành xuất sắc nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành xuất sắc nhiệm vụ",
                "Đủ tư cách, hoàn thành xuất sắc nhiệm vụ", "Đủ tư cách hoàn thành xuất sắc nhiệm vụ",
                "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV",
            ),
            "TSVM/HTXSNV",
        ),
        Level(
            "old_good",
            "hoàn thành tốt nhiệm vụ (thang đến 2017)",
            (
                "Hoàn thành tốt nhiệm vụ", "HTTNV", "Đảng viên đủ tư cách, hoàn thành tốt nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành tốt nhiệm vụ", "Đủ tư cách, hoàn thành tốt nhiệm vụ",
                "Đủ tư cách hoàn thành tốt nhiệm vụ",
            ),
            "HTTNV",
        ),
        Level(
            "old_completed",
            "hoàn thành nhiệm vụ (thang đến 2017)",
            (
                "Hoàn thành nhiệm vụ", "HTNV", "Đảng viên đủ tư cách, hoàn thành nhiệm vụ",
                "Đảng viên đủ tư cách hoàn thành nhiệm vụ", "Đủ tư cách, hoàn thành nhiệm vụ",
                "Đủ tư cách hoàn thành nhiệm vụ",
            ),
            "HTNV",
        ),
        Level(
            "old_poor",
            "yếu kém; vi phạm tư cách",
            ("Yếu kém", "Đảng viên vi phạm tư cách", "Vi phạm tư cách"),
            "YK",
        ),
    ),
    not_rated=_NOT_RATED,
    grammar=("old_excellent", "old_good", "old_completed"),
)  # fmt: skip

PARTY = Scale(
    name="thang bốn mức từ năm 2018",
    levels=(
        Level(
            "excellent",
            "hoàn thành xuất sắc nhiệm vụ",
            ("HTXSNV", "HTXS", "XS", "Xuất sắc", "HT xuất sắc", "Hoàn thành xuất sắc", "Mức 4"),
            "HTXSNV",
            ("HTSXNV",),
        ),
        Level(
            "good",
            "hoàn thành tốt nhiệm vụ",
            ("HTTNV", "HTT", "HT tốt", "Tốt", "T", "Hoàn thành tốt", "Mức 3"),
            "HTTNV",
            ("HTTTNV",),
        ),
        Level("completed", "hoàn thành nhiệm vụ", ("HTNV", "HT", "Hoàn thành", "Mức 2"), "HTNV"),
        Level(
            "not_completed",
            "không hoàn thành nhiệm vụ",
            ("KHTNV", "KHT", "không HTNV", "Không HT", "Không hoàn thành", "Mức 1"),
            "KHTNV",
        ),
    ),
    not_rated=_NOT_RATED,
    earlier=_PARTY_TO_2017,
    earlier_until=2017,
    grammar=("excellent", "good", "completed", "not_completed"),
)
