"""Words that stand in more than one of the vocabularies, each as a pattern for folded text."""

PEOPLE = r"(?:đồng chí|đ/c|đảng viên|đv|người)"  # behind a number of them
RATE = r"(?:tỷ|tỉ) lệ"
ACT = r"(?:đánh giá|xếp loại|kiểm điểm|(?:kđ|đg|xl|đgxl)\b)"  # what is done when somebody is rated
OF_WHICH = r"(?:trong (?:số )?đó|tr?\.? ?đó|chia ra|(?:bao )?gồm)"  # what follows is counted in what stands before
