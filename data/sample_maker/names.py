"""What the invented people and organisations are called. No name stands for anyone or anything real."""

from __future__ import annotations

import random

CITY = "Sao Mai"  # no such city

FAMILY = {  # family name -> weight, roughly as common as in life
    "Nguyễn": 36, "Trần": 12, "Lê": 10, "Phạm": 8, "Huỳnh": 5, "Hoàng": 5, "Phan": 5, "Vũ": 4, "Võ": 4, "Đặng": 3,
    "Bùi": 3, "Đỗ": 2, "Hồ": 2, "Ngô": 2, "Dương": 2, "Lý": 1, "Đinh": 1, "Trương": 1, "Lương": 1, "Mai": 1, "Tô": 1,
}  # fmt: skip
MIDDLE = {
    False: ["Văn", "Văn", "Văn", "Hữu", "Đức", "Minh", "Quang", "Công", "Thanh", "Ngọc", "Xuân", "Đình", "Quốc", "Anh"],
    True: ["Thị", "Thị", "Thị", "Thị Thanh", "Thị Ngọc", "Thị Thu", "Ngọc", "Thu", "Thanh", "Kim", "Minh", "Hồng"],
}
GIVEN = {
    False: [
        "An", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Đông", "Hải", "Hiếu", "Hòa", "Hùng", "Hưng", "Khánh",
        "Khoa", "Lâm", "Long", "Lộc", "Minh", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Sơn", "Tài", "Tâm", "Thắng",
        "Thành", "Thịnh", "Tiến", "Toàn", "Trung", "Tú", "Tuấn", "Việt", "Vinh",
    ],
    True: [
        "Ánh", "Bích", "Châu", "Chi", "Dung", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Huệ",
        "Hương", "Lan", "Liên", "Linh", "Loan", "Ly", "Mai", "My", "Nga", "Ngân", "Nhung", "Oanh", "Phương", "Quyên",
        "Tâm", "Thảo", "Thủy", "Trang", "Trinh", "Tuyết", "Vân", "Xuân", "Yến",
    ],
}  # fmt: skip

# Base organisations by block, in the order of their codes; «Đảng bộ …» has cells, «Chi bộ …» is a base cell.
BLOCKS = {
    "Khối cơ quan đảng, đoàn thể": [
        "Đảng bộ Văn phòng Tổng hợp", "Đảng bộ Trường Bồi dưỡng cán bộ", "Đảng bộ Báo Buổi Sáng",
        "Đảng bộ Cung Văn hóa Bình Minh", "Đảng bộ Nhà Thiếu nhi thành phố",
        "Chi bộ Trung tâm Lưu trữ lịch sử", "Chi bộ Tạp chí Đời sống mới", "Chi bộ Hội Người yêu sách",
        "Chi bộ Hội Sinh vật cảnh", "Chi bộ Hội Khuyến học phía Đông", "Chi bộ Hội Nhiếp ảnh trẻ",
        "Chi bộ Quỹ Tấm lòng vàng", "Chi bộ Quỹ Học bổng Bình Minh", "Chi bộ Trung tâm Hỗ trợ thanh niên",
        "Chi bộ Trung tâm Hỗ trợ nông dân", "Chi bộ Câu lạc bộ Hưu trí", "Chi bộ Nhà khách Sao Mai",
        "Chi bộ Liên hiệp Hội nghề nghiệp", "Chi bộ Trung tâm Biên dịch", "Chi bộ Hội Làng nghề",
    ],
    "Khối cơ quan hành chính": [
        "Đảng bộ Sở Quy hoạch vùng", "Đảng bộ Sở Hạ tầng số", "Đảng bộ Sở Nước và Khí hậu",
        "Đảng bộ Sở Giao thông xanh", "Đảng bộ Sở Việc làm", "Đảng bộ Sở Du lịch biển", "Đảng bộ Sở Làng nghề",
        "Đảng bộ Cục Đo đạc", "Đảng bộ Cục Thống kê đô thị", "Đảng bộ Ban Quản lý ven sông",
        "Đảng bộ Ban Quản lý khu phía Nam", "Đảng bộ Thanh tra xây dựng vùng",
        "Chi bộ Văn phòng Đăng ký số", "Chi bộ Chi cục Bảo vệ cây xanh", "Chi bộ Chi cục Đê điều",
        "Chi bộ Chi cục Đo lường", "Chi bộ Chi cục An toàn thực phẩm", "Chi bộ Chi cục Nhà ở",
        "Chi bộ Ban Tiếp dân khu vực", "Chi bộ Ban Điều phối vùng", "Chi bộ Ban Quản lý chợ đầu mối",
        "Chi bộ Ban Quản lý vườn ươm", "Chi bộ Trung tâm Một cửa", "Chi bộ Trung tâm Giao thông",
        "Chi bộ Trung tâm Dữ liệu đô thị", "Chi bộ Trung tâm Quan trắc", "Chi bộ Trung tâm Đấu giá",
        "Chi bộ Trung tâm Xúc tiến đầu tư", "Chi bộ Trung tâm Trợ giúp pháp lý",
    ],
    "Khối đơn vị sự nghiệp, doanh nghiệp": [
        "Đảng bộ Bệnh viện Ánh Dương", "Đảng bộ Bệnh viện Hướng Dương", "Đảng bộ Trường Cao đẳng Bình Minh",
        "Đảng bộ Trường Nghề Sao Mai", "Đảng bộ Viện Kiến trúc mới",
        "Đảng bộ Viện Nghiên cứu cây trồng", "Đảng bộ Đài Truyền thanh Sao Mai", "Đảng bộ Công ty Cấp nước Sao Mai",
        "Đảng bộ Công ty Chiếu sáng Sao Mai", "Đảng bộ Công ty Xe điện Sao Mai", "Đảng bộ Công ty Cảng Sao Mai",
        "Đảng bộ Công ty Nhà ở Bình Minh", "Đảng bộ Thư viện và Bảo tàng",
        "Chi bộ Nhà hát Múa rối nước", "Chi bộ Nhà hát Dân ca", "Chi bộ Vườn thực vật", "Chi bộ Công viên Hồ Trăng",
        "Chi bộ Trung tâm Bơi lội", "Chi bộ Trung tâm Giống thủy sản", "Chi bộ Trung tâm Khuyến công",
        "Chi bộ Trung tâm Kiểm định", "Chi bộ Trung tâm Pháp y vùng", "Chi bộ Trạm Cấp cứu Bình Minh",
        "Chi bộ Viện Âm nhạc dân gian", "Chi bộ Nhà xuất bản Ánh Trăng", "Chi bộ Công ty Xổ số Sao Mai",
        "Chi bộ Công ty In Bình Minh", "Chi bộ Công ty Thoát nước phía Bắc",
    ],
}  # fmt: skip

CELLS = [
    "Chi bộ Văn phòng", "Chi bộ Văn phòng Đảng ủy", "Chi bộ Kế hoạch - Tài chính", "Chi bộ Thanh tra - Pháp chế",
    "Chi bộ Nghiệp vụ 1", "Chi bộ Nghiệp vụ 2", "Chi bộ Nghiệp vụ 3", "Chi bộ Kỹ thuật", "Chi bộ Công nghệ thông tin",
    "Chi bộ Dịch vụ", "Chi bộ Đào tạo", "Chi bộ Hợp tác quốc tế",
]  # fmt: skip


def person_name(rng: random.Random, *, female: bool) -> str:
    """Family, middle and given name; drawn independently, so that some people share theirs."""
    family = rng.choices(list(FAMILY), weights=list(FAMILY.values()))[0]
    return f"{family} {rng.choice(MIDDLE[female])} {rng.choice(GIVEN[female])}"


def cell_names(rng: random.Random, count: int) -> list[str]:
    """Names of one committee's cells: by department in one half of the committees, numbered in the other."""
    if rng.random() < 0.5:
        return [f"Chi bộ {number}" for number in range(1, count + 1)]
    return CELLS[:count]
