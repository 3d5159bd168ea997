"""The ten charts: complete, from what is live, for staff and public; and as PDF for the wall."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.client import message_of
from tests.http.drafting import published
from tests.http.fence import Administrator, accepted
from tests.http.story import refusal
from tests.http.test_business_admin_matters import WORKFLOW

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "apps/gaoping_regulation/gaoping_regulation/seed/flow_box"
# The lines of the bureau's text that hold each flow chart, counted from 1.
LINES = {"DY": (84, 248), "YJ": (461, 521), "QJ": (794, 890), "XD": (1145, 1253), "XT": (1412, 1514)}
# Boxes that the bureau drew; 补 and 正 are two.
BOXES = {"DY": 27, "YJ": 9, "QJ": 15, "XD": 17, "XT": 16}
API = "gaoping_regulation.risk_control.drawing.api."
XT = {"matter": "XT", "kind": "flow"}


def squeezed(text: str) -> str:
	return re.sub(r"\s", "", text)


@pytest.mark.parametrize("code", LINES)
def test_every_box_of_the_flow_chart_is_there_letter_for_letter(code):
	first, last = LINES[code]
	lines = (ROOT / "tests/data/charts.txt").read_text().split("\n")[first - 1 : last]
	boxes = json.loads((SEEDS / f"{code}.json").read_text())
	ours = sorted((box for box in boxes if box["original_text"]), key=lambda box: box["line"])
	assert squeezed("".join(box["original_text"] for box in ours)) == squeezed("".join(lines))
	assert len(ours) == BOXES[code]


@pytest.mark.parametrize("code", LINES)
def test_every_link_leads_to_a_box_and_every_state_to_one(stored, code):
	boxes = {box["key"]: box for box in json.loads((SEEDS / f"{code}.json").read_text())}
	links = [link for box in boxes.values() for link in box["links"]]
	assert {link["to_box"] for link in links} <= set(boxes)
	actions = {row[0] for row in stored.sql("select `key` from `tabMatter Action` where parent = %s", code)}
	states = {row[0] for row in stored.sql("select `key` from `tabMatter State` where parent = %s", code)}
	assert {name for link in links for name in link["actions"].split(",") if name} <= actions
	assert {name for box in boxes.values() for name in box["states"].split(",") if name} <= states


def shown(client, **more) -> dict:
	return client.call(API + "show_chart", "GET", **{**XT, **more})


def letters(svg: str) -> str:
	return squeezed("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))


@pytest.mark.parametrize("code", LINES)
def test_the_drawings_carry_their_texts(people, code):
	flow, risk = (shown(people.reviewer, matter=code, kind=kind) for kind in ("flow", "risk"))
	for box in json.loads((SEEDS / f"{code}.json").read_text()):
		if box["shape"] != "落款" and not box["part_of"]:
			assert squeezed(box["text"] or box["original_text"]) in letters(flow["svg"]), box["key"]
	chart = json.loads((SEEDS.parent / "risk_control_chart" / f"{code}.json").read_text())[0]
	for row in chart["points"] + chart["measures"]:
		if not row.get("is_template_residue"):
			assert squeezed(row.get("text") or row["original_text"]) in letters(risk["svg"])
	assert flow["text"] and risk["text"] and "承办" not in letters(flow["svg"])


def test_what_the_workflow_has_besides_is_drawn_in_dashes(people):
	svg = shown(people.reviewer)["svg"]
	assert {"不予受理", "不予备案", "退回审查"} <= {squeezed(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)}
	assert "stroke-dasharray" in svg
	assert any("撤回" in note for note in shown(people.reviewer)["notes"])


def test_a_box_changed_in_the_browser_changes_the_drawing(people):
	manager = people.business_admin
	path = "/api/resource/Flow Box/XT-followup"
	assert manager.request("PUT", path, json={"text": "事后监管<b>抽查</b>"}).status_code == 200
	try:
		assert "事后监管<b>抽查</b>" in letters(shown(people.reviewer)["svg"]).replace("&lt;", "<").replace("&gt;", ">")
	finally:
		manager.request("PUT", path, json={"text": ""})


@pytest.fixture
def workflow(people):
	"""(Administrator, the transitions of XT's Workflow), put back afterwards."""
	admin = Administrator(people.Administrator)
	before = admin.read("Workflow", WORKFLOW)["transitions"]
	yield admin, before
	# Without their names: a row that was taken out is not there to be updated.
	fresh = [{key: value for key, value in row.items() if key != "name"} for row in before]
	accepted(admin.change("Workflow", WORKFLOW, transitions=fresh))
	assert "流程中已停用" not in letters(shown(people.reviewer)["svg"])


def test_a_workflow_changed_in_the_browser_changes_the_drawing(people, workflow):
	"""A way added shows at once, one taken out is gone or, where the bureau drew it, named as out of use."""
	admin, before = workflow
	kept = [row for row in before if row["action"] != "退回审查"]
	more = {"state": "待补正", "action": "准予备案", "next_state": "不予受理", "allowed": "业务股所长"}
	assert len(kept) < len(before) and "退回审查" in letters(shown(people.reviewer)["svg"])
	accepted(admin.change("Workflow", WORKFLOW, transitions=[*kept, more]))
	told = shown(people.reviewer)
	assert "退回审查" not in letters(told["svg"])
	assert any(line.startswith("补正") and "准予备案：不予受理" in line for line in told["text"]), told["text"]
	accepted(admin.change("Workflow", WORKFLOW, transitions=[row for row in kept if row["action"] != "送达"]))
	assert "流程中已停用" in letters(shown(people.reviewer)["svg"])


def test_a_drawn_way_that_leads_elsewhere_is_followed(people, workflow):
	"""送达 of the bureau's chart leads to another state now: its own line is out of use, the new one is drawn in dashes."""
	admin, before = workflow
	moved = [{**row, "next_state": "待补正"} if row["action"] == "送达" else row for row in before]
	old = shown(people.reviewer)
	assert moved != before and not any("送达：" in line and "补正" in line for line in old["text"])
	accepted(admin.change("Workflow", WORKFLOW, transitions=moved))
	told = shown(people.reviewer)
	assert "流程中已停用" in letters(told["svg"]) and told["svg"].count("stroke-dasharray") > old["svg"].count("stroke-dasharray")
	assert any("送达：补正" in line for line in told["text"]), told["text"]


def test_a_chart_changed_in_the_browser_changes_the_drawing(people):
	with published(people) as draft:
		accepted(draft.with_row("points", {"code": "XT-SC-1"}, text="对不符合条件的予以受理（已更正）"))
		draft.publish(people.deputy_director)
		assert "（已更正）" in letters(shown(people.reviewer, kind="risk")["svg"])
	assert "（已更正）" not in letters(shown(people.reviewer, kind="risk")["svg"])


@pytest.mark.parametrize(
	"values,told",
	(
		({"original_text": "改写原文"}, "原文"),
		({"states": "nowhere"}, "没有状态"),
		({"links": [{"to_box": "nowhere"}]}, "没有标识为"),
		({"same_row_as": "nowhere"}, "没有标识为"),
	),
)
def test_a_wrong_box_is_refused_with_the_reason(people, values, told):
	answer = people.business_admin.request("PUT", "/api/resource/Flow Box/XT-review", json=values)
	assert answer.status_code in (403, 417) and told in message_of(answer)


def test_a_box_of_the_bureaus_is_not_deleted(people):
	assert people.business_admin.request("DELETE", "/api/resource/Flow Box/XT-review").status_code in (403, 417)
	assert people.reviewer.request("PUT", "/api/resource/Flow Box/XT-review", json={"text": "别的"}).status_code == 403


@pytest.mark.parametrize("kind,title", (("flow", "其他类行政职权运行流程图"), ("risk", "其他权力类行政职权廉政风险防控图")))
def test_the_wall_chart_is_one_landscape_page(people, tmp_path, kind, title):
	content = people.inspector.call(API + "download_chart", "GET", matter="XT", kind=kind, paper="A3")
	(tmp_path / "chart.pdf").write_bytes(content)
	info = subprocess.run(["pdfinfo", tmp_path / "chart.pdf"], capture_output=True, text=True, check=True).stdout
	text = subprocess.run(["pdftotext", tmp_path / "chart.pdf", "-"], capture_output=True, text=True, check=True).stdout
	width, height = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info).groups())
	assert "Pages:           1" in info and abs(width - 1190.55) < 2 and abs(height - 841.89) < 2
	assert all(word in squeezed(text) for word in (title, "食品小摊点备案", "承办机构：高平市市场监督管理局", "服务电话：", "监督电话："))


def test_the_public_guide_shows_both(guest):
	page = guest.request("GET", "/matters/XT").text
	assert page.count("<svg role=") == 2 and "资料是否齐全" in page and "文字版" in page


def test_strangers_get_nothing_from_the_staffs_method(people, guest):
	for client in (guest, people.applicant):
		assert refusal(client.call, API + "show_chart", "GET", **XT).status in (401, 403)
		assert refusal(client.call, API + "download_chart", "GET", **XT).status in (401, 403)


@pytest.mark.parametrize("wrong", ({"matter": "ZZ"}, {"kind": "map"}))
def test_a_wrong_request_is_told_so(people, wrong):
	assert refusal(shown, people.reviewer, **wrong).status == 417


def test_the_frame_of_a_risk_chart_begins_in_its_own_words(people):
	assert "申请人提出申请" in letters(shown(people.reviewer, matter="DY", kind="risk")["svg"])
	assert "申请人提出申请" not in letters(shown(people.reviewer, matter="YJ", kind="risk")["svg"])


@pytest.mark.parametrize("code", ("XD", "XT"))
def test_the_frame_of_the_food_charts_ends_with_what_comes_after(people, code):
	chart = shown(people.reviewer, matter=code, kind="risk")
	assert {"提出申请", "办结", "事后监管"} <= {squeezed(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", chart["svg"])}
