"""Cases of 计量强制器具检定 for the HTTP tests, taken as far as a test needs them."""

import json

from tests import samples
from tests.client import message_of
from tests.http.story import serials
from tests.matters import qj

CASE = "Instrument Verification"
RECORD = "Verification Record"
GOOD, BAD = ("0.80", "0.81", "0.80"), ("0.80", "0.90", "0.95")


class Verifications:
	"""Cases of the institute, taken as far as asked by its trial accounts."""

	def __init__(self, people, standard: str | None = None, numbers=serials):
		self.people, self.serials = people, numbers
		self.standard = standard or self.qualified()

	def qualified(self) -> str:
		"""The standard and the officers' qualifications that verifications need, registered once by 检测所负责人."""
		head = self.people.lab_head
		for key in qj.OFFICERS:
			self.ensure(head, "Verification Officer", "user", qj.officer_values(f"{key}@gaoping.local"))
		return self.ensure(head, "Measurement Standard", "certificate_no", qj.standard_values("试标-0001"))

	def ensure(self, head, doctype: str, key: str, values: dict) -> str:
		path, filters = f"/api/resource/{doctype}", json.dumps({key: values[key]})
		found = head.request("GET", path, params={"filters": filters}).json()["data"]
		if not found:
			answer = head.request("POST", path, json=values)
			assert answer.status_code == 200, message_of(answer)
			found = [answer.json()["data"]]
		return found[0]["name"]

	def draft(self, count: int = 1) -> str:
		serial = 5000 + next(self.serials)
		values = {**qj.form(serial), "instruments": [qj.instrument(serial * 10 + number) for number in range(count)]}
		shown = self.people.applicant.portal("save_draft", matter="QJ", values=values)
		for row in shown["materials"]:
			self.people.applicant.attach(shown["case"], row["code"], "扫描.png", samples.scan(f"{row['code']} {shown['case']}"))
		return shown["case"]

	def accepted(self, count: int = 1) -> str:
		case = self.draft(count)
		self.people.applicant.portal("act", case=case, action="提交")
		details = {"samples_received_on": samples.day(), "sample_condition": "外观完好、附件齐全"}
		self.act("lab_acceptor", case, "受理", details=json.dumps(details))
		return case

	def act(self, officer: str, case: str, action: str, sign: bool = True, **more) -> None:
		self.people.printed(case)
		client = getattr(self.people, officer)
		if sign:
			client.sign(case)
		client.apply(CASE, case, action, **more)

	def records(self, case: str) -> list[str]:
		"""The open records of a case, by the rows of its application."""
		filters = json.dumps({"case_name": case, "status": "检定中"})
		params = {"filters": filters, "order_by": "row_no asc", "limit_page_length": 0}
		rows = self.people.verifier.request("GET", f"/api/resource/{RECORD}", params=params).json()["data"]
		return [row["name"] for row in rows]

	def fill(self, record: str, readings=GOOD, who: str = "verifier", **changes):
		values = {**qj.record_values(self.standard, readings), **changes}
		return getattr(self.people, who).request("PUT", f"/api/resource/{RECORD}/{record}", json=values)

	def checked(self, *readings) -> str:
		"""A case in 待签发, with one instrument for each set of readings."""
		case = self.accepted(len(readings))
		for record, found in zip(self.records(case), readings, strict=True):
			answer = self.fill(record, found)
			assert answer.status_code == 200, message_of(answer)
		self.act("verifier", case, "完成检定")
		self.act("checker", case, "核验通过")
		return case

	def issued(self, *readings) -> tuple[str, dict[str, dict]]:
		case = self.checked(*readings)
		self.act("signatory", case, "签发")
		return case, {row["kind"]: row for row in self.people.printed(case)}
