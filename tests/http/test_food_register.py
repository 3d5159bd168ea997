"""食品小经营店 and 食品小摊点: the register, its changes, renewals and cancellations, and the inspections afterwards."""

import json
import subprocess
import tempfile
from datetime import date, timedelta

import pytest

from tests import matters, samples
from tests.client import message_of
from tests.http.story import refusal, serials

DOCTYPES = {"XD": ("Small Food Shop Filing", "certificate"), "XT": ("Small Food Stall Filing", "card")}


class Filings:
	"""Filings of one matter, taken as far as asked by the trial accounts."""

	def __init__(self, people, code: str):
		self.people, self.code = people, code
		self.doctype, self.card = DOCTYPES[code]

	def draft(self, applicant=None, **changes) -> str:
		values = {**matters.of(self.code).form(2000 + next(serials)), **changes}
		return self.filled((applicant or self.people.applicant).portal("save_draft", matter=self.code, values=values), applicant)

	def filled(self, shown: dict, applicant=None) -> str:
		for row in shown["materials"]:
			picture = samples.photo() if row["code"] == "photo" else samples.scan(f"{row['code']} {shown['case']}")
			(applicant or self.people.applicant).attach(shown["case"], row["code"], "照片.jpg" if row["code"] == "photo" else "扫描.png", picture)
		return shown["case"]

	def submitted(self, case: str) -> str:
		self.people.applicant.portal("act", case=case, action="提交")
		return case

	def granted(self, case: str) -> list[dict]:
		"""The documents of a case that was examined, granted and delivered."""
		for officer, action in (("reviewer", "资料齐全"), ("approver", "准予备案"), ("deliverer", "送达")):
			client = getattr(self.people, officer)
			client.sign(case)
			client.apply(self.doctype, case, action)
			documents = self.people.printed(case)
		return documents

	def entered(self, **changes) -> dict:
		"""A new entry of the register: {"number", "case", "card"}."""
		case = self.submitted(self.draft(**changes))
		card = self.document(self.granted(case), self.card)
		return {"number": card["number"], "case": case, "card": card}

	def begun(self, entry: dict, category: str, **changes) -> str:
		"""A draft on an entry, with changes and its materials."""
		shown = self.people.applicant.portal("begin_change", matter=self.code, entry=entry["number"], category=category)
		values = {"commitment": 1, "privacy_consent": 1, "change_reason": "换了店面" if category != "延续" else "", **changes}
		return self.filled(self.people.applicant.portal("save_draft", matter=self.code, case=shown["case"], values=values))

	@staticmethod
	def document(documents: list[dict], kind: str) -> dict:
		return next(row for row in documents if row["kind"] == kind)


@pytest.fixture(scope="module", params=DOCTYPES)
def filings(request, people) -> Filings:
	return Filings(people, request.param)


@pytest.fixture(scope="module")
def shops(people) -> Filings:
	return Filings(people, "XD")


def status_of(people, document: dict) -> str:
	return people.server.guest().portal("verify", code=document["verify_code"])["status"]


def register(stored, number: str) -> dict:
	fields = ("name", "status", "version", "valid_until", "business_address", "trade_name")
	(row,) = stored.sql(f"select {', '.join(fields)} from `tabFiling Register` where number = %s", number)
	return dict(zip(fields, row, strict=True))


def test_the_certificate_prints_what_was_decided(shops, people, stored):
	found = shops.entered(trade_name="老槐树面馆")
	pdf = people.applicant.portal("download", document=found["card"]["name"])
	with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
		file.write(pdf)
		file.flush()
		text = subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, text=True, check=True).stdout
	frozen = json.loads(stored.value("Issued Document", found["card"]["name"], "frozen"))
	assert found["number"].startswith("JYD140581001") and len(found["number"]) == 18
	for field in ("number", "trade_name", "applicant_name", "id_no_card", "credit_code", "business_address", "business_area"):
		assert "".join(frozen[field].split()) in "".join(text.split()), field
	assert stored.value("Issued Document", found["card"]["name"], "pages") == 1


def test_a_granted_filing_is_entered_and_its_first_inspection_planned(filings, people, stored):
	found = filings.entered()
	entry = register(stored, found["number"])
	assert (entry["status"], entry["version"], status_of(people, found["card"])) == ("有效", 1, "有效")
	mine = next(row for row in people.applicant.portal("my_registrations") if row["number"] == found["number"])
	assert mine["actions"] == ["变更", "延续", "注销"]
	planned = stored.sql("select kind, status from `tabPost Filing Inspection` where register_entry = %s", entry["name"])
	assert planned == (("首次检查", "计划"),) or list(planned) == [("首次检查", "计划")]


def test_a_change_gives_a_new_card_and_marks_the_old_one(filings, people, stored):
	found = filings.entered()
	before = register(stored, found["number"])
	case = filings.submitted(filings.begun(found, "变更", trade_name="新招牌"))
	card = filings.document(filings.granted(case), filings.card)
	entry = register(stored, found["number"])
	assert card["number"] == f"{found['number']}-2"
	assert (entry["trade_name"], entry["version"], entry["valid_until"]) == ("新招牌", 2, before["valid_until"])
	assert (status_of(people, found["card"]), status_of(people, card)) == ("已变更", "有效")
	(changed,) = stored.sql("select changed from `tabRegister Version` where parent = %s and version = 2", entry["name"])
	assert "新招牌" in changed[0]


def test_a_cancellation_changes_nothing_else_and_ends_the_card(filings, people, stored):
	found = filings.entered()
	case = filings.begun(found, "注销")
	refused = refusal(people.applicant.portal, "save_draft", matter=filings.code, case=case, values={"trade_name": "另一家"})
	assert "注销不改变备案内容" in refused.text
	documents = filings.granted(filings.submitted(case))
	assert {row["kind"] for row in documents} == {"receipt", "cancellation", "delivery_receipt", "archive_index"}
	assert (register(stored, found["number"])["status"], status_of(people, found["card"])) == ("已注销", "已注销")
	refused = refusal(people.applicant.portal, "begin_change", matter=filings.code, entry=found["number"], category="变更")
	assert "已注销" in refused.text


def test_a_renewal_has_its_time_and_runs_on(shops, people, stored):
	found = shops.entered()
	refused = refusal(shops.begun, found, "延续")
	assert "起才可以申请延续" in refused.text
	end = date.today() + timedelta(days=10)
	stored.frappe.db.set_value("Filing Register", register(stored, found["number"])["name"], "valid_until", end)
	stored.frappe.db.commit()
	case = shops.submitted(shops.begun(found, "延续"))
	card = shops.document(shops.granted(case), shops.card)
	assert card["valid_until"] == str(end.replace(year=end.year + 3))
	assert str(register(stored, found["number"])["valid_until"]) == card["valid_until"]


def test_two_open_changes_of_one_entry_are_refused(shops, people):
	found = shops.entered()
	first, second = (shops.begun(found, "变更", trade_name=name) for name in ("甲", "乙"))
	shops.submitted(first)
	refused = refusal(people.applicant.portal, "act", case=second, action="提交")
	assert refused.status == 417 and "已有办件" in refused.text and "在办" in refused.text


def test_nobody_elses_entry_can_be_changed(shops, people):
	found = shops.entered()
	for client in (people.applicant2, people.reviewer):
		assert refusal(client.portal, "begin_change", matter="XD", entry=found["number"], category="变更").status == 403
	values = {**matters.of("XD").form(2999), "category": "注销", "register_entry": found["number"], "change_reason": "x"}
	refused = refusal(people.applicant2.portal, "save_draft", matter="XD", values=values)
	assert "没有编号为" in refused.text


def test_the_person_behind_a_filing_stays(shops, people):
	found = shops.entered()
	refused = refusal(shops.begun, found, "变更", id_no=samples.id_number(777))
	assert "备案的经营者不能变更" in refused.text


def test_one_address_carries_one_filing(shops, people):
	found = shops.entered(business_address="高平市神农路88号")
	refused = refusal(shops.draft, business_address="高平市神农路88号")
	assert f"这个地址已有有效备案（{found['number']}）" in refused.text


@pytest.mark.parametrize(
	("changes", "message"),
	[
		({"licence_until": "2020-01-01"}, "营业执照已于2020-01-01到期"),
		({"credit_code": "91140581MA0GX0001X"}, "统一社会信用代码不正确"),
		({"business_address": "长治市英雄路1号"}, "经营地点须在高平市"),
		({"business_area": -3}, "经营面积应大于 0"),
	],
)
def test_wrong_values_are_told_at_their_field(shops, people, changes, message):
	assert message in refusal(shops.draft, **changes).text


def test_an_inspection_wants_two_who_did_not_handle_the_filing(shops, people, stored, accounts):
	entry = register(stored, shops.entered()["number"])["name"]
	(name,) = stored.sql("select name from `tabPost Filing Inspection` where register_entry = %s", entry)[0]
	handler, other = accounts["reviewer"]["user"], accounts["division_head"]["user"]
	third = accounts["deputy_director"]["user"]
	result = {"inspected_on": str(date.today()), "result": "责令整改", "findings": "冷藏设施温度不足"}

	def put(**values) -> tuple[int, str]:
		answer = people.division_head.request("PUT", f"/api/resource/Post Filing Inspection/{name}", json=values)
		return answer.status_code, message_of(answer)

	assert put(inspector_1=other, **result)[1].find("两名") > 0
	assert "须回避" in put(inspector_1=other, inspector_2=handler, **result)[1]
	assert "整改期限" in put(inspector_1=other, inspector_2=third, **result)[1]
	assert put(inspector_1=other, inspector_2=third, rectify_due=str(date.today()), **result)[0] == 200
	assert stored.value("Post Filing Inspection", name, "status") == "待整改"
	assert put(rectified_on=str(date.today()), rectification="已更换冷柜")[0] == 200
	assert "不能再改" in put(findings="改写")[1]
	assert people.applicant.request("GET", f"/api/resource/Post Filing Inspection/{name}").status_code == 403


def test_who_runs_out_soon_is_reminded_once(shops, people, stored, connected):
	from gaoping_regulation.casework import expiry

	entry = register(stored, shops.entered()["number"])["name"]
	connected.db.set_value("Filing Register", entry, "valid_until", date.today() + timedelta(days=20))
	connected.db.commit()
	for _ in range(2):
		expiry.daily()
	case = stored.value("Filing Register", entry, "case_name")
	assert stored.count("Case Event", "case_name = %s and kind = '到期提醒'", case) == 1


@pytest.mark.parametrize("right", ["PUT", "DELETE"])
def test_nobody_writes_the_register(shops, people, stored, right):
	entry = register(stored, shops.entered()["number"])
	for who in ("approver", "business_admin", "Administrator"):
		answer = getattr(people, who).request(right, f"/api/resource/Filing Register/{entry['name']}", json={"status": "已注销"})
		assert answer.status_code in (403, 417), (who, answer.text)
	assert stored.value("Filing Register", entry["name"], "status") == "有效"
