"""The guide's last parts, the specimens of the results, the register by number, the monthly figures."""

import re
import subprocess

import pytest

from tests import matters
from tests.http.story import is_chinese, refusal

SPECIMEN = "/api/method/gaoping_regulation.portal.api.specimen"


def text_of(pdf: bytes) -> str:
	return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("code", matters.CODES)
def test_a_guide_has_all_its_parts(guest, code):
	"""domain 5.3: basis, who, conditions, materials, drawing, limits, free of charge, place, hours, phones, specimen, mistakes."""
	found = guest.portal("matter", code=code)
	assert found["limits"]["statutory"] and found["limits"]["promised"] and len(found["common_mistakes"]) >= 4 and found["result"]
	page = re.sub(r"\s+", "", guest.request("GET", f"/matters/{code}").text)
	parts = ("办理依据", "办理对象", "法定时限", "承诺时限", "不收费", "承办机构", "办理地点", "办理时间", "服务电话", "监督电话", "办理条件")
	for part in (*parts, "要准备的材料", "常见错误", "办理结果", "办理流程", *(line.replace(" ", "") for line in found["common_mistakes"])):
		assert part in page, part


@pytest.mark.parametrize("code", matters.CODES)
def test_the_result_has_a_specimen_that_nobody_takes_for_a_document(guest, stored, code):
	before = stored.count("Issued Document"), stored.count("Number Counter"), stored.sql("select sum(current) from `tabNumber Counter`")
	answer = guest.request("GET", SPECIMEN, params={"code": code})
	assert answer.status_code == 200 and answer.content[:5] == b"%PDF-"
	text = text_of(answer.content)
	assert "样本" in text and "×××" in text and not re.search(r"None|Undefined|\d{17}[\dX]", text)
	assert guest.request("GET", SPECIMEN, params={"code": code}).content == answer.content, "drawn once"
	assert (stored.count("Issued Document"), stored.count("Number Counter"), stored.sql("select sum(current) from `tabNumber Counter`")) == before


def test_no_specimen_of_what_is_no_matter(guest):
	for code in ("ZZ", "xt", "%", "../XT"):
		refused = refusal(guest.call, "gaoping_regulation.portal.api.specimen", "GET", code=code)
		assert refused.status == 404 and is_chinese(refused.text)


def test_the_register_finds_a_document_by_its_number(guest, people):
	case = people.applicant.portal("case", case=people.closed(name="上官文静"))
	card = next(row for row in case["documents"] if row["kind"] == "card")
	(found,) = guest.portal("public_register", matter="XT", number=card["number"])
	assert (found["number"], found["holder"]) == (card["number"], "上***")
	assert guest.portal("public_register", matter="XD", number=card["number"]) == []
	page = guest.request("GET", "/register", params={"matter": "XT", "number": card["number"]}).text
	assert card["number"] in page and "文静" not in page
	assert "没有公示过编号为" in guest.request("GET", "/register", params={"matter": "XT", "number": "无此编号"}).text


def test_the_months_figures_count_what_was_received_and_decided(guest, people, stored):
	from gaoping_regulation.portal.figures import month_names

	month = month_names()[0]
	before = counted(stored, month)
	people.decided()
	people.submitted()
	after = counted(stored, month)
	gained = {key: after[key] - before[key] for key in ("received", "decided", "granted", "refused")}
	assert gained == {"received": 2, "decided": 1, "granted": 1, "refused": 0}
	stored.frappe.cache.delete_value(f"gaoping-figures:{month}")
	told = guest.portal("figures", month=month)
	row = next(row for row in told["matters"] if row["title"] == "食品小摊点备案")
	assert (row["received"], row["decided"]) == (after["received"], after["decided"])
	assert told["total"]["received"] == sum(row["received"] for row in told["matters"])
	page = guest.request("GET", "/figures", params={"month": month}).text
	assert f'data-label="收件">{row["received"]}<' in page and is_chinese(page)


def counted(stored, month: str) -> dict:
	from gaoping_regulation.portal import figures

	stored.frappe.db.rollback()
	return next(row for row in figures.counted(month)["matters"] if row["title"] == "食品小摊点备案")


@pytest.mark.parametrize("month", ["2020-01", "2026-13", "昨天", "2026-1' or 1=1"])
def test_another_month_is_refused(guest, month):
	refused = refusal(guest.portal, "figures", month=month)
	assert refused.status == 417 and "最近 12 个月" in refused.text
	assert guest.request("GET", "/figures", params={"month": month}).status_code in (301, 302)


def test_the_figures_name_nobody(guest, people):
	page = guest.request("GET", "/figures").text
	assert not re.search(r"[\w.]+@[\w.]+|\d{11}", page)


def test_no_sample_of_what_has_none(guest):
	for code, material in (("XT", "photo"), ("XT", "nothing"), ("ZZ", "photo")):
		refused = refusal(guest.call, "gaoping_regulation.portal.api.sample", "GET", code=code, material=material)
		assert refused.status == 404
