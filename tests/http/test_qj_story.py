"""计量强制器具检定 over HTTP: import, records, two results in one case, who may verify with what, the register."""

import io
import json
import subprocess

import openpyxl
import pytest

from tests import samples
from tests.client import message_of
from tests.http.story import refusal, serials
from tests.http.verifications import BAD, CASE, GOOD, RECORD, Verifications
from tests.matters import qj



@pytest.fixture(scope="module")
def standard(connected) -> str:
	name = qj.make_qualified(connected)
	connected.db.commit()
	return name


@pytest.fixture(scope="module")
def lab(people, standard) -> Verifications:
	return Verifications(people, standard)


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


def test_a_return_names_the_instruments_that_it_means(lab, people, stored):
	"""退回检定 from 待签发: what is not named stays checked; from 待核验: it stays as it was measured."""
	case = lab.checked(GOOD, GOOD)
	people.signatory.sign(case)
	refused = refusal(people.signatory.apply, CASE, case, "退回检定", reason="重测", details=json.dumps({"returned": ["3"]}))
	assert "第3台不在本件" in refused.text
	shown = people.signatory.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)
	choices = next(row["choices"] for row in shown["actions"] if row["key"] == "send_back")
	assert [row["value"] for row in choices["options"]] == ["1", "2"] and choices["name"] == "returned"
	people.signatory.apply(CASE, case, "退回检定", reason="第2台第二点读数有疑问", details=json.dumps({"returned": ["2"]}))
	assert attempts(stored, case) == [(1, 1, "已核验"), (2, 1, "已退回"), (2, 2, "检定中")]
	(record,) = lab.records(case)
	assert lab.fill(record, BAD).status_code == 200
	lab.act("verifier", case, "完成检定")
	people.checker.sign(case)
	people.checker.apply(CASE, case, "退回检定", reason="再看一次", details=json.dumps({"returned": ["1"]}))
	assert attempts(stored, case) == [(1, 1, "已退回"), (1, 2, "检定中"), (2, 1, "已退回"), (2, 2, "检定中")]
	answer = lab.fill(record, GOOD)
	assert answer.status_code in (403, 417) and "没有点名此台" in message_of(answer)
	first, second = lab.records(case)
	assert lab.fill(first, GOOD).status_code == 200 and second == record
	lab.act("verifier", case, "完成检定")
	lab.act("checker", case, "核验通过")
	assert {status for _row, _attempt, status in attempts(stored, case)} == {"已核验", "已退回"}


def attempts(stored, case: str) -> list[tuple]:
	rows = stored.sql(f"select row_no, attempt, status from `tab{RECORD}` where case_name = %s order by row_no, attempt", case)
	return [tuple(row) for row in rows]


def test_what_nobody_checked_in_the_catalogue_is_marked(lab, people, connected):
	case = lab.draft()
	columns = next(row for row in people.applicant.portal("matter", code="QJ")["fields"] if row["fieldname"] == "instruments")["columns"]
	kind = next(column for column in columns if column["fieldname"] == "catalogue_item")
	assert "压力表" in kind["unverified"] and "其他（目录外）" not in kind["unverified"]
	assert "压力表（待核对）" in people.applicant.request("GET", f"/apply/QJ?case={case}").text
	assert "压力表（待核对）" in people.applicant.request("GET", f"/cases/{case}").text
	people.applicant.portal("act", case=case, action="提交")
	shown = people.lab_acceptor.call("gaoping_regulation.casework.desk.show_case", "GET", case=case)
	assert any("“压力表”待核对" in text for text in shown["hints"])


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


def test_an_instrument_outside_the_catalogue_is_told_what_to_do(people):
	"""It can be chosen, and the row is told why it is not verified here (domain 2.3)."""
	serial = 5000 + next(serials)
	rows = [qj.instrument(serial * 10), {**qj.instrument(serial * 10 + 1), "catalogue_item": "其他（目录外）"}]
	refused = refusal(people.applicant.portal, "save_draft", matter="QJ", values={**qj.form(serial), "instruments": rows})
	assert refused.status == 417 and "非强检，可校准" in refused.text and "第2行" in refused.text


def test_what_falls_due_is_applied_for_again(lab, people, stored):
	"""The applicant's list shows when each instrument is due; a new draft holds the chosen ones with their certificates."""
	case, documents = lab.issued(GOOD, GOOD)
	lab.act("lab_deliverer", case, "发放")
	rows = [row for row in people.applicant.portal("my_instruments") if stored.value("Instrument Register", row["name"], "case_name") == case]
	assert len(rows) == 2 and all(row["days_left"] > 100 and row["certificate_no"] for row in rows)
	draft = people.applicant.portal("begin_verification", values={"instruments": [rows[0]["name"]]})
	(row,) = draft["values"]["instruments"]
	assert (row["serial_no"], row["check_kind"], row["last_certificate"]) == (rows[0]["serial_no"], "周期检定", rows[0]["certificate_no"])
	assert draft["workflow_state"] == "草稿" and draft["values"]["applicant_name"]
	refused = refusal(people.applicant2.portal, "begin_verification", values={"instruments": [rows[0]["name"]]})
	assert "不在您的台账中" in refused.text and refused.status == 403
	assert "请先勾选" in refusal(people.applicant.portal, "begin_verification", values={"instruments": []}).text
	assert people.applicant2.portal("my_instruments") == [] or rows[0]["name"] not in [row["name"] for row in people.applicant2.portal("my_instruments")]
