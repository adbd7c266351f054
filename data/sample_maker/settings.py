"""The evalkit.toml that goes with the sample; the register of awards uses its names."""

from __future__ import annotations

from .names import CITY

AWARD_NAMES = {
    "bloc-5-years": "Giấy khen đảng viên hoàn thành xuất sắc nhiệm vụ 5 năm liền",
    "city-5-years": "Bằng khen đảng viên hoàn thành xuất sắc nhiệm vụ 5 năm liền",
    "base-5-years": "Bằng khen tổ chức cơ sở đảng hoàn thành xuất sắc nhiệm vụ 5 năm liền",
    "cell-5-years": "Giấy khen chi bộ trực thuộc hoàn thành xuất sắc nhiệm vụ 5 năm liền",
    "base-exemplary": "Giấy khen tổ chức cơ sở đảng hoàn thành xuất sắc nhiệm vụ tiêu biểu trong năm",
    "base-field": "Giấy khen tổ chức cơ sở đảng về một lĩnh vực công tác xây dựng Đảng trong năm",
}

_HEAD = f"""\
# Cấu hình của evalkit cho bộ dữ liệu mẫu. Mọi tổ chức và con người ở đây đều là mô phỏng, không có thật.
# Dùng cho dữ liệu của mình: chép tệp này vào thư mục có các tệp xếp loại, rồi sửa từng mục.

organisation = "Đảng bộ Khối Dân - Chính - Đảng"
organ = "Đảng ủy Khối Dân - Chính - Đảng"    # cơ quan ban hành, ký báo cáo: đảng ủy, không phải đảng bộ
parent = "Đảng bộ thành phố {CITY}"     # cấp trên trực tiếp
symbol = "BC/ĐUK"                        # ký hiệu văn bản: Số …-BC/ĐUK
place = "{CITY}"                         # địa danh ghi trước ngày tháng
signatory = "Nguyễn Văn Mẫu"             # người ký, tên đặt ra
position = "PHÓ BÍ THƯ"                  # chức vụ người ký, ghi dưới T/M BAN THƯỜNG VỤ
recipients = ["Ban Thường vụ Thành ủy", "Ban Tổ chức Thành ủy", "Các đồng chí Đảng ủy viên Khối"]
term = "2020-2025"                       # nhiệm kỳ
# template = "mau-bao-cao.docx"         # tệp Word cạnh tệp này: báo cáo lấy khổ giấy và kiểu chữ của nó
# mask_below = 5                        # số từ 1 đến 4 của một đơn vị không được ghi, thay bằng «…», cùng các số mà
#                                       # từ đó suy ra được; đơn vị có dưới 5 người được xếp loại chỉ ghi tổng số. Bảng
#                                       # mức tối đa và bảng phát triển đảng viên theo đơn vị thì không lập

"""

_TARGETS = """\
# Chỉ tiêu. bound viết "98%" hoặc "0.98"; sign: ">=" (ít nhất, trở lên), ">" (trên), "<=" (không quá), "<" (dưới).
# Không ghi from, to thì chỉ tiêu áp dụng cho các năm của nhiệm kỳ (term); from = 2021, to = 2023 nếu cho năm khác.

[[targets]]
population = "member"                    # đảng viên
measure = "good_or_better"               # hoàn thành tốt nhiệm vụ trở lên
sign = ">="
bound = "98%"
source = "Nghị quyết Đại hội Đảng bộ Khối"

[[targets]]
population = "member"
measure = "not_completed"                # không hoàn thành nhiệm vụ
sign = "<"
bound = "0.4%"
source = "Nghị quyết Đại hội Đảng bộ Khối"

[[targets]]
population = "base_organisation"         # tổ chức cơ sở đảng
measure = "good_or_better"
sign = ">="
bound = "95%"
source = "Nghị quyết Đại hội Đảng bộ Khối"

[[targets]]
population = "base_organisation"
measure = "not_completed"
sign = "<"
bound = "0.4%"
source = "Nghị quyết Đại hội Đảng bộ Khối"

"""

# population, measure, sign and bound of the earlier term; the bounds are made up so that one of them is missed
_EARLIER = (
    ("member", "good_or_better", ">=", "97%"),
    ("member", "not_completed", "<", "0.45%"),
    ("base_organisation", "good_or_better", ">=", "93%"),
    ("base_organisation", "not_completed", "<", "1%"),
)

_EARLIER_TARGETS = "# Chỉ tiêu của nhiệm kỳ trước, cũng là số đặt ra cho bộ dữ liệu mẫu.\n\n" + "".join(
    f"""\
[[targets]]
population = "{population}"
measure = "{measure}"
sign = "{sign}"
bound = "{bound}"
source = "Nghị quyết Đại hội Đảng bộ Khối nhiệm kỳ 2015-2020"
from = 2018
to = 2019

"""
    for population, measure, sign, bound in _EARLIER
)

_CAPS = """\
# Tỷ lệ hoàn thành xuất sắc tối đa: không quá 20 %, làm tròn xuống.

[[cap]]
population = "member"
level = "excellent"
share = "20%"
denominator = "good"                     # trên số xếp loại tốt, không kể xuất sắc
group = "base_organisation"              # tính trong từng tổ chức cơ sở đảng
rounding = "floor"
source = "Hướng dẫn 21-HD/BTCTW"

[[cap]]
population = "base_organisation"
level = "excellent"
share = "20%"
denominator = "good_or_better"           # trên số xếp loại tốt trở lên: 15 trên 75; tính chung toàn Đảng bộ
rounding = "floor"
source = "Hướng dẫn của Đảng ủy Khối"

"""

_AWARDS = f"""\
# Khen thưởng. level: đạt mức này suốt years năm; distinction: "exemplary" (tiêu biểu) hoặc "field" (theo lĩnh vực).
# name phải đúng từng chữ như cột «Hình thức khen» trong sổ khen thưởng.
# not_held: ai đã có một trong các hình thức này thì thôi; holds: phải đã có tất cả các hình thức này.
# Có thể thêm, nếu quy định của cấp mình có:
#   form = "Giấy khen"                   hình thức, ghi trong phụ lục
#   unit_level = "good"                  chi bộ, đơn vị của người đó năm ấy phải từ mức này trở lên
#   count_again = false                  năm đã tính cho lần khen trước (cùng hình thức) không được tính lại
#   share = "20%", denominator = "rated" số được khen tối đa trên số được xếp loại (hoặc trên một mức); chỉ để nhắc

[[awards]]
id = "bloc-5-years"
name = "{AWARD_NAMES["bloc-5-years"]}"
population = "member"
level = "excellent"
years = 5
decided_by = "Đảng ủy Khối"
not_held = ["bloc-5-years"]
source = "Hướng dẫn 01-HD/TW năm 2021"

[[awards]]
id = "city-5-years"
name = "{AWARD_NAMES["city-5-years"]}"
population = "member"
level = "excellent"
years = 5
decided_by = "Thành ủy"
holds = ["bloc-5-years"]                 # chọn trong số đã có giấy khen của Khối
source = "Hướng dẫn 01-HD/TW năm 2021"

[[awards]]
id = "base-5-years"
name = "{AWARD_NAMES["base-5-years"]}"
population = "base_organisation"
level = "excellent"
years = 5
decided_by = "Thành ủy"
source = "Hướng dẫn 01-HD/TW năm 2021"

[[awards]]
id = "cell-5-years"
name = "{AWARD_NAMES["cell-5-years"]}"
population = "cell"                      # chi bộ trực thuộc
level = "excellent"
years = 5
decided_by = "Đảng ủy Khối"
source = "Hướng dẫn 01-HD/TW năm 2021"

[[awards]]
id = "base-exemplary"
name = "{AWARD_NAMES["base-exemplary"]}"
population = "base_organisation"
distinction = "exemplary"
years = 1
decided_by = "Đảng ủy Khối"
source = "Hướng dẫn 01-HD/TW năm 2021"

[[awards]]
id = "base-field"
name = "{AWARD_NAMES["base-field"]}"
population = "base_organisation"
distinction = "field"
years = 1
decided_by = "Đảng ủy Khối"
source = "Hướng dẫn 01-HD/TW năm 2021"
"""

_RULES = """
# Chuỗi nhiều năm. Không ghi gì: năm không được xếp loại làm đứt chuỗi, mọi năm đều tính, thang cũ không nối thang mới.
# [streaks]
# unrated = {maternity = "bridges"}      # năm nghỉ thai sản không làm đứt chuỗi, cũng không được tính
# years = [2018, 2019, 2021, 2022]       # chỉ những năm này được tính là liền nhau
# equal = {old_excellent = "excellent"}  # coi mức của thang đến năm 2017 bằng mức của thang từ năm 2018
# source = "Nghị quyết …"                # văn bản cho phép; bắt buộc khi có equal

# Tổ chức đổi tên, sáp nhập, chia tách, giải thể. chain: lịch sử của đơn vị nào được nối tiếp; không ghi thì không nối.
# [[crosswalk]]
# date = 2021-01-01
# kind = "merged"                        # renamed, merged, split, dissolved
# from = ["TC02", "TC03"]
# to = ["TC20"]
# chain = "TC02"
# source = "Quyết định …"

# Kết nạp đảng viên mỗi năm, ít nhất bằng từng này số đảng viên cuối năm trước (phần sơ kết).
# [growth]
# share = "3%"
# source = "Nghị quyết …"

# Số đã công bố ở báo cáo trước, để đối chiếu với số tính lại.
# [[published]]
# year = 2021
# population = "member"
# measure = "good_or_better"
# printed = "98,39%"
# source = "Báo cáo …"
"""

SETTINGS = _HEAD + _TARGETS + _EARLIER_TARGETS + _CAPS + _AWARDS + _RULES
