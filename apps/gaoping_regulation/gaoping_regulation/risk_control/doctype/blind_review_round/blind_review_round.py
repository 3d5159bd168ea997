"""盲审批次: some closed cases and one training case with a planted fault, looked at again by officers who do not know which is which.

domain.md 4, extras 1 (training cases with seeded errors in the blind review pool, never real permits) and risk points
DY-SL-5, YJ-SL-5 (blind second review, disagreement is an alert). The plan's digest goes into the trail when the papers go
out, so that nobody can move the training case afterwards.
"""

import secrets

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation.engine import events, registry
from gaoping_regulation.engine.errors import CaseError, StateLocked, form_error, raise_form_errors, refuse, to_json
from gaoping_regulation.engine.masking import sha256
from gaoping_regulation.risk_control import alerts, draw
from gaoping_regulation.risk_control.blind import drawing, facts, outcome
from gaoping_regulation.risk_control.doctype.spot_check.spot_check import barred_from

DRAFT, OUT, REVEALED = "拟定", "盲审中", "已揭晓"
PAPER = "Blind Review"
MOST = 20


class BlindReviewRound(Document):
	def validate(self):
		before = self.get_doc_before_save()
		if before is None:
			self.begin()
		elif not self.flags.by_engine:
			self.refuse_changes(before)
			self.check_due()

	def begin(self) -> None:
		"""Draw the cases and lay out the training case; raises FormErrors where the days or people do not suffice."""
		if not frappe.db.get_single_value("Regulation Settings", "blind_review"):
			refuse("盲审尚未开启。请业务管理员在“业务设置”的监督统计中勾选“开展盲审”后再建批次。", CaseError)
		self.check_due()
		first, last = getdate(self.from_date), getdate(self.to_date)
		if first > last or last > getdate():
			raise_form_errors([form_error("to_date", "办结日期的起止不对：“自”不晚于“至”，“至”不晚于今天。")])
		if not 1 <= int(self.case_count or 0) <= MOST:
			raise_form_errors([form_error("case_count", f"抽取件数应为 1 至 {MOST}。")])
		version = registry.latest_version(self.matter)
		stage = drawing.stage_of(version, self.stage_title)
		reviewers = self.fill_reviewers(version)
		self.update({"status": DRAFT, "summary": "", "seal": "", "seed": (self.seed or "").strip() or secrets.token_hex(8)})
		self.update({"planted": [], "sources": [], "results": []})
		found = drawing.closed_cases(version, stage, first, last)
		self.population_size = len(found)
		base, others = drawing.take(version, found, reviewers, self.seed, int(self.case_count))
		for number in [base, *others]:
			case = {"case_no": number, "case_doctype": version.doctype, "case_name": found[number]}
			self.append("sources", {**case, "is_training": int(number == base)})
		for row in facts.of(frappe.get_doc(version.doctype, found[base])):
			self.append("planted", row)

	def check_due(self) -> None:
		if self.status in (None, "", DRAFT) and getdate(self.due_on) < getdate():
			raise_form_errors([form_error("due_on", "盲审期限不能早于今天，请改正。")])

	def fill_reviewers(self, version) -> list[str]:
		"""The named reviewers, all the matter's officers without any; who acts in no step of the matter is refused."""
		able = drawing.reviewers_of(version)
		for user in [] if self.reviewers else able:
			self.append("reviewers", {"user": user})
		strangers = [row for row in self.reviewers if row.user not in able]
		raise_form_errors([form_error("user", "不是本事项的经办人员，不能盲审，请换人。", "reviewers", row.idx) for row in strangers])
		for row in self.reviewers:
			row.user_name = events.full_name(row.user)
		return list(dict.fromkeys(row.user for row in self.reviewers))

	def refuse_changes(self, before) -> None:
		"""A drafted round takes planted faults and another day; once it is out, it stands."""
		if before.status != DRAFT:
			refuse(f"批次已是“{before.status}”，不能再修改。需要时请另立一批。", StateLocked)
		if any(fixed(self, table) != fixed(before, table) for table in FIXED) or any(self.get(f) != before.get(f) for f in SET):
			refuse("抽取的结果和原申报情况不能修改，只能填写“改为”和“应发现的风险点”。需要重新抽取时请另立一批。", StateLocked)

	def on_trash(self):
		refuse("盲审批次不得删除。", StateLocked)

	def send(self) -> None:
		"""Check the planted faults, seal the plan and write each reviewer's papers. Raises CaseError or FormErrors."""
		if self.status != DRAFT:
			refuse(f"批次已是“{self.status}”，不能再发出。", CaseError)
		version = registry.latest_version(self.matter)
		points = drawing.points_of(version, drawing.stage_of(version, self.stage_title))
		self.check_planted([point["code"] for point in points])
		self.set("results", [])
		for row in self.reviewers:
			self.write_papers(row, points)
		plan = [[row.paper, row.reviewer, row.case_no, int(row.is_training or 0)] for row in self.results]
		self.update({"status": OUT, "seal": sha256((to_json(sorted(plan)) + self.seed).encode())})
		self.write("盲审发出", 份数=len(self.results), 方案摘要=self.seal)

	def check_planted(self, points: list[str]) -> None:
		found = []
		for row in self.planted:
			if bool(row.planted_value) != bool(row.point):
				found.append(form_error("point", "“改为”和“应发现的风险点”须同时填写。", "planted", row.idx))
			elif row.planted_value and row.planted_value.strip() == (row.value or "").strip():
				found.append(form_error("planted_value", "与原申报情况相同，没有植入问题，请改正。", "planted", row.idx))
			elif row.point and row.point not in points:
				found.append(form_error("point", f"本环节没有风险点“{row.point}”，可填：{'、'.join(points)}。", "planted", row.idx))
		if not found and not any(row.planted_value for row in self.planted):
			found.append(form_error("planted", "训练用案还没有植入问题，请至少在一行填写“改为”和“应发现的风险点”。"))
		raise_form_errors(found)

	def write_papers(self, reviewer, points: list[dict]) -> None:
		"""One reviewer's papers, in an order of his own: nobody can tell the training case by its place."""
		able = [row for row in self.sources if reviewer.user not in barred_from(row.case_doctype, row.case_name, [reviewer.user])]
		by_number = {row.case_no: row for row in able}
		for number, key in enumerate(draw.order(self.seed, f"顺序 {reviewer.user}", list(by_number)), 1):
			source = by_number[key]
			paper = frappe.new_doc(PAPER)
			paper.update({"title": f"{self.title}（{number}）", "matter": self.matter, "stage_title": self.stage_title, "status": "待盲审"})
			paper.update({"reviewer": reviewer.user, "reviewer_name": reviewer.user_name, "due_on": self.due_on})
			paper.set("facts", self.shown(source))
			paper.set("items", [{**{k: point.get(k) for k in ("level", "question")}, "point": point["code"], "text": point.get("text") or point["original_text"]} for point in points])
			paper.flags.by_engine = True
			paper.insert(ignore_permissions=True)
			result = {"reviewer": reviewer.user, "reviewer_name": reviewer.user_name, "paper": paper.name}
			self.append("results", {**result, "case_no": source.case_no, "is_training": source.is_training})
		if by_number:
			alerts.tell_of(reviewer.user, PAPER, paper.name, f"您有 {len(by_number)} 份盲审（{self.title}），请于 {self.due_on} 前填写。")

	def shown(self, source) -> list[dict]:
		if not source.is_training:
			return facts.of(frappe.get_doc(source.case_doctype, source.case_name))
		return [{"label": row.label, "value": row.planted_value or row.value} for row in self.planted]

	def reveal(self) -> None:
		"""Compare, tell each reviewer, and raise what differs from an earlier check. Raises CaseError while people are at it."""
		if self.status != OUT:
			refuse(f"批次是“{self.status}”，发出后才能揭晓，且只揭晓一次。", CaseError)
		waiting = frappe.get_all(PAPER, {"name": ("in", [row.paper for row in self.results]), "status": "待盲审"}, pluck="reviewer_name")
		if waiting and getdate(self.due_on) >= getdate():
			refuse(f"{'、'.join(sorted(set(waiting)))}还没有填完，盲审期限（{self.due_on}）过后才能揭晓。", CaseError)
		for row in self.results:
			self.conclude(row)
		self.update({"status": REVEALED, "summary": outcome.summary(self.results)})
		self.write("盲审揭晓", 结论=self.summary)

	def conclude(self, row) -> None:
		paper = frappe.get_doc(PAPER, row.paper, for_update=True)
		answers = {item.point: item.result for item in paper.items if item.result}
		if row.is_training:
			row.outcome, row.explanation = outcome.of_training(answers, {fault.point for fault in self.planted if fault.point})
		else:
			source = next(source for source in self.sources if source.case_no == row.case_no)
			self.compare(row, source, answers)
		nature = "训练用案：植入了问题，不是真实办件" if row.is_training else "抽取的已办结办件"
		paper.update({"status": REVEALED, "nature": nature, "outcome": row.outcome, "explanation": row.explanation})
		paper.flags.by_engine = True
		paper.save(ignore_permissions=True)
		alerts.tell_of(row.reviewer, PAPER, paper.name, f"盲审已揭晓：{paper.title}，{row.outcome}。")

	def compare(self, row, source, answers: dict[str, str]) -> None:
		case = frappe.get_doc(source.case_doctype, source.case_name)
		stage = drawing.stage_of(registry.latest_version(self.matter), self.stage_title)
		signed = {"case_doctype": case.doctype, "case_name": case.name, "stage": stage, "status": "已签字"}
		earlier = frappe.get_all("Stage Checklist", signed, ["name", "signed_by"], order_by="creation desc", limit=1)
		before = outcome.answers_of("Stage Checklist Item", earlier[0].name) if earlier else {}
		row.outcome, row.explanation, points = outcome.of_case(answers, before)
		if points:
			evidence = {"盲审批次": self.name, "盲审": row.paper, "办理时": {point: before.get(point) for point in points}, "盲审时": {point: answers[point] for point in points}}
			told = f"盲审与办理时的检查表不一致：{'、'.join(points)}。"
			alerts.raise_alert("blind-review-differs", told, evidence, title="盲审结果不一致", doc=case, officer=earlier[0].signed_by, points=points, key=row.paper, stage=self.stage_title)

	def write(self, kind: str, **content) -> None:
		self.flags.by_engine = True
		self.save(ignore_permissions=True)
		events.append(kind, {"盲审批次": self.name, "事项": self.matter, "环节": self.stage_title, **content})


SET = ("status", "seal", "summary", "population_size", "seed", "matter", "stage_title")
FIXED = {"planted": ("label", "value"), "sources": ("case_no", "is_training", "case_doctype", "case_name"), "results": ("paper", "outcome"), "reviewers": ("user",)}


def fixed(doc, table: str) -> list[list[str]]:
	return [[str(row.get(field) or "") for field in FIXED[table]] for row in doc.get(table)]
