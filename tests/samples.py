"""Plausible values and real files for applications; people and numbers are invented, check digits are right."""

import io
import itertools
import time
from datetime import date, timedelta

from PIL import Image, ImageDraw

# A place carries one filing.
places = itertools.count(1)
EPOCH = time.gmtime(0)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(serial: int = 1, born: str = "19850312") -> str:
	"""A valid ID number of 140581 with the given order number."""
	body = f"140581{born}{serial % 1000:03d}"
	total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
	return body + "10X98765432"[total % 11]


def photo(colour: str = "#8ab4d8") -> bytes:
	"""A one-inch photograph, 295 × 413 px."""
	image = Image.new("RGB", (295, 413), colour)
	draw = ImageDraw.Draw(image)
	draw.ellipse((97, 90, 197, 215), fill="#f0d5c0")
	draw.rectangle((50, 260, 245, 413), fill="#37474f")
	return as_bytes(image, "JPEG")


def scan(text: str) -> bytes:
	"""A page as a scanner gives it, PNG."""
	image = Image.new("RGB", (620, 877), "white")
	ImageDraw.Draw(image).text((60, 60), text, fill="black")
	return as_bytes(image, "PNG")


def pdf(text: str) -> bytes:
	# A fixed date: the same page is the same file, as test ids and digests want it.
	return as_bytes(Image.open(io.BytesIO(scan(text))), "PDF", creationDate=EPOCH, modDate=EPOCH)


def as_bytes(image: Image.Image, kind: str, **options) -> bytes:
	buffer = io.BytesIO()
	image.save(buffer, kind, **options)
	return buffer.getvalue()


def day(offset: int = 0) -> str:
	return str(date.today() + timedelta(days=offset))


def stall(serial: int = 1, name: str = "赵春梅", **changes) -> dict:
	"""The form of a 食品小摊点备案, as an applicant fills it in."""
	number = id_number(serial)
	return {
		"applicant_name": name,
		"gender": "女",
		"id_no": number,
		"phone": f"138{35600000 + serial:08d}",
		"address": "山西省高平市北城街道康乐街12号",
		"trade_name": "春梅早点",
		"stall_type": "固定摊点",
		"township": "北城街道",
		"business_address": f"高平市长平街便民早市{serial}-{next(places)}号位",
		"business_hours": "06:00-09:30",
		"opening_date": day(-3),
		"business_items": "热食类制售\n自制饮品制售",
		"commitment": 1,
		"privacy_consent": 1,
		"workers": [
			{
				"worker_name": name,
				"id_no": number,
				"post": "经营者",
				"certificate_no": f"晋高卫健{serial:06d}",
				"issued_on": day(-60),
				"valid_until": day(300),
			}
		],
		**changes,
	}


def stall_materials() -> dict[str, tuple[str, bytes]]:
	"""{material code: (file name, content)} of the four materials."""
	return {
		"id_copy": ("身份证.png", scan("ID copy, signed")),
		"filing_form": ("备案表.pdf", pdf("filing form, signed")),
		"health_certificate": ("健康证明.png", scan("health certificate, signed")),
		"photo": ("照片.jpg", photo()),
	}


def credit_code(serial: int = 1, kind: str = "91") -> str:
	"""A valid 统一社会信用代码 of 140581 with the given order number; `kind` 91 is an enterprise, 92 a 个体工商户."""
	alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body = f"{kind}140581MA{serial % 10_000_000:07d}"
	total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
	return body + alphabet[(31 - total % 31) % 31]


def mortgage(serial: int = 1, **changes) -> dict:
	"""The form of a 动产抵押登记, as the common agent of both parties fills it in."""
	return {
		"category": "设立",
		"applicant_type": "企业",
		"applicant_name": f"高平市丹河铸造有限公司{serial}号厂",
		"id_type": "统一社会信用代码",
		"id_no": credit_code(serial),
		"address": "山西省高平市北城街道建设北路88号",
		"phone": f"139{35600000 + serial:08d}",
		"mortgagees": [
			{
				"party_name": "高平市长平村镇银行股份有限公司",
				"id_type": "统一社会信用代码",
				"id_no": credit_code(5_000_000 + serial),
				"address": "山西省高平市南城街道泫氏街1号",
				"phone": "0356-5220000",
			}
		],
		"main_contract_type": "借款合同",
		"main_contract_name": "流动资金借款合同",
		"main_contract_no": f"CP-JK-{serial:05d}",
		"mortgage_contract_name": "动产抵押合同",
		"mortgage_contract_no": f"CP-DY-{serial:05d}",
		"mortgage_contract_date": day(-5),
		"claim_kind": "借款",
		"claim_amount": 1_200_000,
		"scope": "主债权及其利息、违约金、损害赔偿金和实现抵押权的费用",
		"term_from": day(-5),
		"term_to": day(360),
		"collateral": [
			{
				"item_name": "数控车床",
				"quantity": 2,
				"unit": "台",
				"item_value": 1_500_000,
				"serial_no": f"CK6150-{serial:06d}",
				"quality": "合格",
				"item_state": "在用",
				"location": "高平市北城街道建设北路88号厂房内",
				"ownership": "抵押人所有",
			}
		],
		"agent_type": "抵押合同双方共同委托代理人",
		"agent_name": "秦志强",
		"agent_id_no": id_number(serial, "19880809"),
		"agent_phone": f"137{35600000 + serial:08d}",
		"mandate_until": day(90),
		"commitment": 1,
		"privacy_consent": 1,
		**changes,
	}


def prize(**changes) -> dict:
	"""A row of 奖项."""
	return {
		"grade": "一等奖",
		"prize_name": "电动自行车",
		"kind": "实物",
		"is_cash": 0,
		"unit_value": 2999,
		"price_basis": "购货发票",
		"quantity": 3,
		"probability": 0.03,
		**changes,
	}


def prize_draw(serial: int = 1, **changes) -> dict:
	"""The form of a 抽奖式有奖销售的备案, as an organiser fills it in."""
	return {
		"applicant_type": "企业",
		"applicant_name": "高平市丰源百货有限公司",
		"credit_code": credit_code(serial),
		"address": "山西省高平市长平东街88号",
		"business_scope": "日用百货、家用电器、服装鞋帽零售",
		"legal_representative": "李国强",
		"id_no": id_number(serial),
		"phone": f"139{35600000 + serial:08d}",
		"has_agent": 0,
		"activity_name": "丰源百货周年庆抽奖",
		"activity_place": "高平市长平东街88号丰源百货一层",
		"activity_start": f"{day(20)} 09:00:00",
		"activity_end": f"{day(30)} 21:00:00",
		"join_conditions": "活动期间单张小票满200元可抽奖一次",
		"join_way": "凭购物小票到服务台换取奖券",
		"draw_method": "抽签",
		"draw_time": f"{day(30)} 20:00:00",
		"draw_place": "丰源百货一层中庭",
		"draw_way": "现场公开抽签，公证员监督",
		"on_site_draw": 1,
		"notary": "高平市公证处",
		"prizes": [
			prize(),
			prize(grade="二等奖", prize_name="电饭煲", unit_value=299, quantity=20, probability=0.2),
			prize(grade="三等奖", prize_name="现金红包", kind="现金", is_cash=1, unit_value=20, price_basis="", quantity=200, probability=2),
		],
		"may_win_again": 0,
		"claim_from": f"{day(30)} 20:30:00",
		"claim_until": f"{day(45)} 18:00:00",
		"claim_conditions": "凭中奖奖券和本人身份证件兑奖",
		"claim_way": "到丰源百货服务台兑奖",
		"prize_delivery": "现场交付",
		"forfeiture": "逾期未兑奖视为弃奖",
		"organiser_contact": "丰源百货客服部 0356-5220088",
		"publication_way": "店堂显著位置和微信公众号公示",
		"commitment": 1,
		"privacy_consent": 1,
		**changes,
	}
