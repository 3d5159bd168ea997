"""计量强制器具检定 over HTTP: import, records, two results in one case, who may verify with what, the register."""

import io
import json
import subprocess

import openpyxl
import pytest

from tests import samples
from tests.client import message_of
from tests.http.story import refusal, serials
from tests.matters import qj

CASE = "Instrument Verification"
RECORD = "Verification Record"
GOOD, BAD = ("0.80", "0.81", "0.80"), ("0.80", "0.90", "0.95")


@pytest.fixture(scope="module")
def standard(connected) -> str:
	name = qj.make_qualified(connected)
	connected.db.commit()
	return name


class Verifications:
	"""Cases of the institute, taken as far as asked by its trial accounts."""

	def __init__(self, people, stored, standard: str):
		self.people, self.stored, self.standard = people, stored, standard

	def draft(self, count: int = 1) -> str:
		serial = 5000 + next(serials)
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
		rows = self.stored.sql(f"select name from `tab{RECORD}` where case_name = %s and status = '检定中' order by row_no", case)
		return [name for (name,) in rows]

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


@pytest.fixture(scope="module")
def lab(people, stored, standard) -> Verifications:
	return Verifications(people, stored, standard)


def text_of(pdf: bytes) -> str:
	done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
	return "".join(done.stdout.decode().split())


def test_one_passes_and_one_fails_in_the_same_case(lab, people, stored):
	case, documents = lab.issued(GOOD, BAD)
	certificate, notice = documents["certificate"], documents["result_notice"]
	assert certificate["valid_until"] and not notice["valid_until"]
	texts = {row["kind"]: text_of(people.applicant.portal("download", document=row["name"])) for row in (certificate, notice)}
	for kind, row in (("certificate", certificate), ("result_notice", notice)):
		frozen = json.loads(stored.value("Issued Document", row["name"], "frozen"))
		for field in ("instrument_name", "model", "serial_no", "sample_no", "conclusion", "record_no", "jjg_no"):
			assert "".join(frozen["record"][field].split()) in texts[kind], (kind, field)
	assert "有效期至" in texts["certificate"] and "有效期至" not in texts["result_notice"].split("所用计量标准")[0]
	assert "不合格" in texts["result_notice"]
	lab.act("lab_deliverer", case, "发放")
	rows = stored.sql("select result, next_due_on from `tabInstrument Register` where case_name = %s order by result", case)
	assert [(result, bool(due)) for result, due in rows] == [("不合格", False), ("合格", True)]


def test_the_conclusion_is_the_servers(lab, stored):
	record = lab.records(lab.accepted())[0]
	answer = lab.fill(record, BAD, conclusion="合格")
	assert answer.status_code in (200, 403, 417)
	assert stored.value(RECORD, record, "conclusion") != "合格"


def test_an_empty_record_is_named_when_the_verification_is_finished(lab, people):
	case = lab.accepted(2)
	lab.fill(lab.records(case)[0])
	people.verifier.sign(case)
	refused = refusal(people.verifier.apply, CASE, case, "完成检定")
	assert refused.status == 417 and "第2台" in refused.text and "第1台" not in refused.text


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"valid_until": samples.day(-1)}, "考核证书已于"),
		({"traceability_valid_until": samples.day(-1)}, "溯源证书已于"),
		({"kinds": [{"catalogue_item": "燃油加油机"}]}, "不能检定“压力表”"),
		({"range_max": 0.5}, "超出所用标准器的测量范围"),
		({"max_error": 0.02}, "准确度不够"),
		({"unit": "kPa"}, "单位是 kPa"),
	],
)
def test_a_standard_that_does_not_serve_is_refused(lab, connected, changes, message):
	name = qj.make_standard(connected, f"试标-{next(serials)}x", **changes)
	connected.db.commit()
	answer = lab.fill(lab.records(lab.accepted())[0], standards=[{"standard": name}])
	assert answer.status_code == 417 and message in message_of(answer), message_of(answer)


def test_who_has_no_qualification_verifies_nothing(lab, people):
	record = lab.records(lab.accepted())[0]
	for who in ("lab_head", "lab_acceptor", "reviewer", "applicant"):
		assert lab.fill(record, who=who).status_code in (403, 417), who


def test_checked_records_are_frozen_and_a_return_keeps_them(lab, people, stored):
	case = lab.checked(GOOD)
	(record,) = stored.sql(f"select name from `tab{RECORD}` where case_name = %s", case)[0]
	assert lab.fill(record, BAD).status_code in (403, 417)
	people.signatory.sign(case)
	people.signatory.apply(CASE, case, "退回检定", reason="第二点读数有疑问")
	rows = stored.sql(f"select attempt, status from `tab{RECORD}` where case_name = %s order by attempt", case)
	assert [attempt for attempt, _status in rows] == [1, 2] and rows[1][1] == "检定中"


def test_five_hundred_rows_come_in_or_none(people, lab):
	case = lab.draft()
	template = people.applicant.call("gaoping_regulation.portal.api.import_template", "GET", matter="QJ", table="instruments")
	heading = heading_of(people, template)
	rows = [line_of(heading, qj.instrument(900_000 + number)) for number in range(500)]
	done = load(people.applicant, case, heading, rows)
	assert len(done["values"]["instruments"]) == 500
	spoilt = [*rows[:499], line_of(heading, qj.instrument(999_999, quantity=3))]
	refused = refusal(load, people.applicant, case, heading, spoilt)
	assert "第500行" in refused.text and "一台一行" in refused.text
	assert len(people.applicant.portal("case", case=case)["values"]["instruments"]) == 500


def heading_of(people, content: bytes) -> dict[str, str]:
	"""{label as the template has it: fieldname}"""
	labels = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][1]]
	table = next(row for row in people.applicant.portal("matter", code="QJ")["fields"] if row["fieldname"] == "instruments")
	fields = {column["label"]: column["fieldname"] for column in table["columns"]}
	return {label: fields[label.rstrip("*")] for label in labels}


def line_of(heading: dict[str, str], values: dict) -> str:
	return ",".join(f'"{values.get(field, "")}"' for field in heading.values())


def load(client, case: str, heading: dict, rows: list[str]):
	content = "\n".join([",".join(heading), *rows]).encode()
	return client.portal("import_rows", case=case, table="instruments", files={"file": ("器具.csv", content)})


def test_a_file_that_is_no_table_is_refused(people, lab):
	case = lab.draft()
	for name, content in (("器具.xlsx", b"no zip"), ("器具.pdf", samples.pdf("x")), ("器具.csv", b"")):
		refused = refusal(people.applicant.portal, "import_rows", case=case, table="instruments", files={"file": (name, content)})
		assert refused.status == 417 and ("模板" in refused.text or "文件" in refused.text)
