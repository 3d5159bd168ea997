"""Abuses at the institute: copied readings, impossible times, a conclusion that turned, records rewritten afterwards."""

import json

from tests import samples
from tests.abuse.world import Abuse, World
from tests.http.story import serials
from tests.matters import qj

CASE, RECORD = "Instrument Verification", "Verification Record"
POINTS = (("0.40", ("0.40", "0.41", "0.40")), ("0.80", ("0.80", "0.81", "0.82")), ("1.20", ("1.20", "1.21", "1.21")))


class Lab:
	"""Cases of 计量强制器具检定 for the abuses, taken as far as asked."""

	def __init__(self, world: World):
		self.world, self.people = world, world.people
		self.standard = qj.make_qualified(world.frappe)
		world.frappe.db.commit()

	def accepted(self, count: int = 1) -> str:
		serial = 7000 + next(serials)
		values = {**qj.form(serial), "instruments": [qj.instrument(serial * 10 + number) for number in range(count)]}
		shown = self.people.applicant.portal("save_draft", matter="QJ", values=values)
		for row in shown["materials"]:
			self.people.applicant.attach(shown["case"], row["code"], "扫描.png", samples.scan(f"{row['code']} {shown['case']}"))
		self.people.applicant.portal("act", case=shown["case"], action="提交")
		details = {"samples_received_on": samples.day(), "sample_condition": "外观完好、附件齐全"}
		self.act("lab_acceptor", shown["case"], "受理", details=json.dumps(details))
		return shown["case"]

	def act(self, officer: str, case: str, action: str, **more) -> None:
		self.world.people.printed(case)
		getattr(self.people, officer).sign(case)
		getattr(self.people, officer).apply(CASE, case, action, **more)

	def records(self, case: str) -> list[str]:
		self.world.frappe.db.rollback()
		return self.world.frappe.get_all(RECORD, {"case_name": case, "status": "检定中"}, pluck="name", order_by="row_no asc")

	def fill(self, record: str, points=None, **changes) -> None:
		values = {**qj.record_values(self.standard), **changes}
		if points:
			values["points"] = [point(nominal, readings) for nominal, readings in points]
		answer = self.people.verifier.request("PUT", f"/api/resource/{RECORD}/{record}", json=values)
		assert answer.status_code == 200, answer.text

	def measured(self, count: int = 1, **changes) -> str:
		case = self.accepted(count)
		for number, record in enumerate(self.records(case)):
			self.fill(record, **{"points": distinct(number), **changes})
		return case

	def issued(self) -> str:
		case = self.measured()
		for officer, action in (("verifier", "完成检定"), ("checker", "核验通过"), ("signatory", "签发")):
			self.act(officer, case, action)
		return case


def point(nominal: str, readings: tuple[str, str, str]) -> dict:
	return {"item": "示值误差", "nominal": nominal, "mpe": "0.0256", **dict(zip(("reading_1", "reading_2", "reading_3"), readings, strict=True))}


def distinct(number: int) -> tuple:
	"""Readings that no other instrument of the tests has."""
	extra = f"{next(serials) % 10_000:04d}"
	return tuple((nominal, (readings[0], readings[1], readings[2] + extra)) for nominal, readings in POINTS)


def same_readings(world: World) -> str:
	lab = Lab(world)
	case = lab.accepted(2)
	copied = distinct(0)
	for record in lab.records(case):
		lab.fill(record, copied)
	lab.act("verifier", case, "完成检定")
	return case


def too_fast(world: World) -> str:
	lab = Lab(world)
	case = lab.measured(ended_at=f"{samples.day()} 00:00:03")
	lab.act("verifier", case, "完成检定")
	return case


def two_places(world: World) -> str:
	lab = Lab(world)
	when = {"started_at": f"{samples.day()} 00:00:50", "ended_at": f"{samples.day()} 00:01:59"}
	lab.measured(place="检测所压力室", **when)
	case = lab.measured(place="高平市人民医院", **when)
	lab.act("verifier", case, "完成检定")
	return case


def conclusion_turned(world: World) -> str:
	lab = Lab(world)
	case = lab.accepted()
	lab.fill(lab.records(case)[0], [("0.80", ("0.80", "0.90", "0.95"))])
	for officer, action, more in (("verifier", "完成检定", {}), ("checker", "退回检定", {"reason": "读数有误，请重新检定"})):
		lab.act(officer, case, action, **more)
	lab.fill(lab.records(case)[0], distinct(0))
	lab.act("verifier", case, "完成检定")
	lab.act("checker", case, "核验通过")
	return case


def readings_rewritten(world: World) -> str:
	lab = Lab(world)
	case = lab.issued()
	record = world.name_of(RECORD, case_name=case)
	world.change("Verification Point", world.name_of("Verification Point", parent=record, idx=1), "reading_3", "0.99")
	return case


def standard_expired(world: World) -> str:
	lab = Lab(world)
	lab.standard = qj.make_standard(world.frappe, f"试标-过期-{next(serials)}")
	world.frappe.db.commit()
	case = lab.measured()
	lab.act("verifier", case, "完成检定")
	world.sql("update `tabMeasurement Standard` set valid_until = '2026-01-05' where name = %s", lab.standard)
	world.frappe.clear_document_cache("Measurement Standard", lab.standard)
	return case


def validity_stretched(world: World) -> str:
	case = Lab(world).issued()
	world.change("Issued Document", world.name_of("Issued Document", case_name=case, kind="certificate"), "valid_until", "2099-01-01")
	return case


def badly_rated(world: World) -> str:
	case = world.people.closed()
	world.people.applicant.portal("rate", case=case, grade=1, comment="跑了三趟")
	return case


MEASURING = (
	Abuse("same-readings", "伪造检定数据：抄录读数", "QJ-SC-1", same_readings),
	Abuse("too-fast", "三秒检完三个点", "QJ-SC-1", too_fast),
	Abuse("two-places", "同时在两处检定", "QJ-SC-1", two_places),
	Abuse("conclusion-changed", "不合格改为合格", "QJ-JD-2", conclusion_turned),
	Abuse("record-tampered", "签发后改写读数", "QJ-JD-2", readings_rewritten),
	Abuse("standard-out-of-date", "使用过期的计量标准", "QJ-SC-3", standard_expired),
	Abuse("validity-too-long", "延长证书有效期", "QJ-SD-1", validity_stretched),
	Abuse("low-rating", "服务态度不好", "XT-SC-5", badly_rated),
)
