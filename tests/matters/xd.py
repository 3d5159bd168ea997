"""食品小经营店备案"""

from tests import samples

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(serial: int) -> str:
	"""A valid 统一社会信用代码 of an invented 个体工商户 in 高平."""
	body = f"92140581MA0G{serial % 100000:05d}"
	total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
	return body + ALPHABET[(31 - total % 31) % 31]


def form(serial: int) -> dict:
	values = samples.stall(serial)
	for name in ("stall_type", "business_hours"):
		values.pop(name)
	return {
		**values,
		"applicant_type": "个体工商户",
		"trade_name": "春梅小吃店",
		"credit_code": credit_code(serial),
		"shop_type": "小餐饮",
		"business_address": f"高平市康乐街{serial}号",
		"business_area": 28.5,
	}
