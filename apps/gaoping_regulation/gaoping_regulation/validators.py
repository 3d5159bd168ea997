"""Checks of numbers, phones, dates and places, shared by the matters. Each returns an error text or None.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (统一社会信用代码), 食品安全法 art. 45 (yearly health check).
"""

import re

import frappe
from frappe.utils import add_years, getdate
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")
EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,24}", re.ASCII)
RESIDENT_ID, RESIDENCE_PERMIT = "居民身份证", "港澳台居民居住证"
CREDIT_CODE = "统一社会信用代码"
DEFAULT_AGE = 16


def normalise_id(number: str | None) -> str:
	"""An ID number as it is stored: no spaces, the check character in capitals."""
	return re.sub(r"\s", "", number or "").upper()


def id_number(number: str | None, kind: str = RESIDENT_ID) -> str | None:
	"""The error of an ID number of 18 places, or None; other kinds of document are not computed."""
	if not number:
		return None
	if kind not in (RESIDENT_ID, RESIDENCE_PERMIT):
		return None if 5 <= len(number) <= 20 else "证件号码长度不对，请核对证件。"
	if not re.fullmatch(r"\d{17}[\dX]", number):
		return "身份证号应为18位（末位可为X），请核对后重新填写。"
	# Not the library's whole check: it refuses numbers whose county was renamed after the person's birth,
	# as 高平县 was in 1993, though those who registered later carry the new code.
	if ric.calc_check_digit(number) != number[-1]:
		return "身份证号校验位不正确，请对照证件重新填写。"
	try:
		born = ric.get_birth_date(number)
	except InvalidComponent:
		born = None
	if born is None or not 1900 <= born.year or born > getdate():
		return "身份证号中的出生日期不存在，请对照证件重新填写。"
	return None


def too_young(number: str | None) -> str | None:
	"""The operator's least age is a setting (default 16; 依据待确认)."""
	least = frappe.get_cached_doc("Regulation Settings").minimum_age or DEFAULT_AGE
	if number and len(number) == 18 and add_years(ric.get_birth_date(number), least) > getdate():
		return f"经营者须年满{least}周岁。"
	return None


def reachable(address: str | None) -> str | None:
	"""The error of where 电子送达 shall go, a mobile number or an e-mail address, or None."""
	if address and not MOBILE.fullmatch(address) and not EMAIL.fullmatch(address):
		return "接收电子送达的应是11位手机号或者电子邮箱，请重新填写。"
	return None


def credit_code(code: str | None) -> str | None:
	"""The error of a 统一社会信用代码, or None."""
	if code and not uscc.is_valid(code):
		return "统一社会信用代码不正确（18位，不含I、O、S、V、Z），请对照营业执照重新填写。"
	return None


def identity(number: str | None, kind: str | None) -> str | None:
	"""The error of a person's or a company's number, by its kind, or None."""
	if kind == CREDIT_CODE:
		return credit_code(number)
	return id_number(number, kind or RESIDENT_ID)


def phone(number: str | None) -> str | None:
	"""The error of a mobile or fixed-line number, or None."""
	if number and not MOBILE.fullmatch(number) and not LANDLINE.fullmatch(number):
		return "电话号码不正确：手机为11位，固定电话形如 0356-5220000。请重新填写。"
	return None


def local_address(address: str | None) -> str | None:
	"""The error of a place of business outside the region (setting, default 高平市 140581), or None."""
	if not address or in_region(address):
		return None
	return f"经营地点须在{region()}（140581）辖区内，请从“{region()}”写起；在其他地方经营的，请向当地市场监督管理部门备案。"


def region() -> str:
	return frappe.get_cached_doc("Regulation Settings").region_name or "高平市"


def in_region(address: str) -> bool:
	"""Whether an address, written from the province, the city or the county on, lies in the office's region."""
	return bool(re.match(rf"(山西省)?(晋城市)?{re.escape(region())}", address.strip()))


def health_certificate(row) -> str | None:
	"""The error of a food worker's health certificate: in date, and valid for no longer than the setting's years."""
	if not row.issued_on or not row.valid_until:
		return None
	issued, until = getdate(row.issued_on), getdate(row.valid_until)
	years = frappe.get_cached_doc("Regulation Settings").health_certificate_years or 1
	if issued > getdate():
		return "健康证明的发证日期晚于今天，请核对。"
	if until < getdate():
		return f"健康证明已于{until}过期，请先办理新的健康证明再申请。"
	if until > add_years(issued, years):
		return f"健康证明有效期最长{years}年，请核对有效期至。"
	return None
