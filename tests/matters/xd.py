"""食品小经营店备案"""

from tests import samples


def form(serial: int) -> dict:
	values = samples.stall(serial)
	for name in ("stall_type", "business_hours"):
		values.pop(name)
	return {
		**values,
		"applicant_type": "个体工商户",
		"trade_name": "春梅小吃店",
		"credit_code": samples.credit_code(serial, "92"),
		"shop_type": "小餐饮",
		"business_address": f"高平市康乐街{serial}号",
		"business_area": 28.5,
	}
