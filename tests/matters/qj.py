"""计量强制器具检定"""

from tests import samples

COUNTER = "lab_acceptor"
KIND = "压力表"
OFFICERS = ("verifier", "checker")


def form(serial: int) -> dict:
	return {
		"applicant_type": "企业",
		"applicant_name": "高平市丹河机械有限公司",
		"credit_code": samples.credit_code(serial),
		"address": "山西省高平市北城街道康乐街12号",
		"contact_person": "赵春梅",
		"id_no": samples.id_number(serial),
		"phone": f"138{35600000 + serial:08d}",
		"commitment": 1,
		"privacy_consent": 1,
		"instruments": [instrument(serial)],
	}


def instrument(serial: int, **changes) -> dict:
	return {
		"instrument_name": "弹簧管压力表",
		"catalogue_item": KIND,
		"model": "Y-100",
		"measuring_range": "(0～1.6) MPa",
		"accuracy_class": "1.6 级",
		"scale_division": "0.05 MPa",
		"serial_no": f"P{serial:06d}",
		"maker": "晋城仪表厂",
		"use_place": "高平市康乐街锅炉房",
		"quantity": 1,
		"purpose": "安全防护",
		"check_kind": "周期检定",
		"delivery_mode": "送检",
		**changes,
	}


def details(action: dict, doc) -> dict:
	if action["key"] == "accept":
		return {"samples_received_on": samples.day(), "sample_condition": "外观完好、附件齐全"}
	return {}


def prepare(cases, doc, action: dict) -> None:
	"""The records filled in by the 检定员 before 完成检定, with a standard and officers that are in date."""
	if action["key"] == "finish":
		with cases.user("verifier"):
			fill(cases.frappe, doc)


def fill(frappe, doc, readings: tuple[str, str, str] = ("0.80", "0.81", "0.80")) -> None:
	standard = make_qualified(frappe)
	for name in frappe.get_all("Verification Record", {"case_name": doc.name, "status": "检定中"}, pluck="name"):
		record = frappe.get_doc("Verification Record", name)
		record.update(record_values(standard, readings))
		record.save()


def record_values(standard: str, readings: tuple[str, str, str] = ("0.80", "0.81", "0.80")) -> dict:
	return {
		"jjg_no": "JJG 52-2013",
		"jjg_on": "2013-12-27",
		"temperature": "20.5",
		"humidity": "55",
		"place": "检测所压力室",
		"started_at": f"{samples.day()} 00:00:01",
		"ended_at": f"{samples.day()} 00:00:41",
		"appearance": "合格",
		"unit": "MPa",
		"standards": [{"standard": standard}],
		"points": [{"item": "示值误差", "nominal": "0.80", "mpe": "0.0256", **dict(zip(("reading_1", "reading_2", "reading_3"), readings, strict=True))}],
	}


def make_qualified(frappe) -> str:
	"""A valid standard and the qualifications of 检定员 and 核验员, once; returns the standard."""
	for key in OFFICERS:
		user = f"{key}@gaoping.local"
		if not frappe.db.exists("Verification Officer", {"user": user}):
			frappe.get_doc(doctype="Verification Officer", **officer_values(user)).insert(ignore_permissions=True)
	if name := frappe.db.get_value("Measurement Standard", {"certificate_no": "试标-0001"}):
		return name
	return make_standard(frappe, "试标-0001")


def officer_values(user: str) -> dict:
	number = f"试-{user.split('@')[0]}"
	return {"user": user, "certificate_no": number, "valid_until": samples.day(300), "items": [{"catalogue_item": KIND}]}


def make_standard(frappe, certificate_no: str, **changes) -> str:
	values = {**standard_values(certificate_no), **changes}
	return frappe.get_doc(doctype="Measurement Standard", **values).insert(ignore_permissions=True).name


def standard_values(certificate_no: str) -> dict:
	return {
		"title": "精密压力表标准装置",
		"certificate_no": certificate_no,
		"valid_until": samples.day(300),
		"traceability_no": f"溯-{certificate_no}",
		"traceability_valid_until": samples.day(200),
		"unit": "MPa",
		"range_min": 0,
		"range_max": 2.5,
		"max_error": 0.004,
		"kinds": [{"catalogue_item": KIND}],
	}
