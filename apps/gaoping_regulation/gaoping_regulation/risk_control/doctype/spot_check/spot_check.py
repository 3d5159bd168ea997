"""抽查 (定期抽查, 证书抽查, 双随机 of the charts): a reproducible draw of closed cases and of who looks at them.

双随机: 优化营商环境条例 art. 54. Share and number are settings (5 %, at least 10; 依据待确认). What was drawn is frozen.
"""

import json
import secrets

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from gaoping_regulation.engine import events, registry
from gaoping_regulation.engine.actors import is_own_case
from gaoping_regulation.engine.errors import CaseError, StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.risk_control import alerts, draw, officers, recusal

WAITING, DONE = "待检查", "已完成"
CERTIFICATES = "证书抽查"
FINE, PROBLEM = "合格", "有问题"
SHARE, FEWEST = 5.0, 10


class SpotCheck(Document):
	def validate(self):
		before = self.get_doc_before_save()
		if before is None:
			self.make_draw()
		elif not self.flags.by_engine:
			self.refuse_changes(before)

	def refuse_changes(self, before) -> None:
		"""A draw stands: only the day until which it is to be done may move."""
		for field in ("population", "population_digest", "method", "status", "seed"):
			if (self.get(field) or "") != (before.get(field) or ""):
				refuse("抽取的结果不能修改。需要重新抽查时请另立一份。", StateLocked)
		drawn = [[row.as_dict().get(field) for field in RESULT] for row in self.items]
		if drawn != [[row.as_dict().get(field) for field in RESULT] for row in before.items] or names(self) != names(before):
			refuse("抽中的办件和检查人员不能修改，结果由检查人员在页面上填写。", StateLocked)

	def make_draw(self) -> None:
		"""Draw cases and inspectors; raises FormErrors where there is nothing or nobody to draw."""
		self.require_period()
		settings = frappe.get_cached_doc("Regulation Settings")
		self.seed = (self.seed or "").strip() or secrets.token_hex(8)
		population = self.find_population()
		if not population:
			raise_form_errors([form_error("from_date", "这段时间内没有可以抽查的办件，请改变日期或者事项。")])
		self.share = self.share or settings.spot_check_share or SHARE
		self.fewest = self.fewest or settings.spot_check_fewest or FEWEST
		self.population, self.population_size = json.dumps(population, ensure_ascii=False), len(population)
		self.population_digest, self.method = draw.digest(list(population)), draw.METHOD
		candidates = self.fill_candidates()
		self.status = WAITING
		self.set("items", [])
		count = draw.size(len(population), self.share, self.fewest)
		for key in draw.order(self.seed, "办件", list(population))[:count]:
			self.append("items", self.item(key, population[key], candidates))

	def require_period(self) -> None:
		first, last = getdate(self.from_date), getdate(self.to_date)
		if first > last or last > getdate():
			raise_form_errors([form_error("to_date", "办结日期的起止不对：“自”不晚于“至”，“至”不晚于今天。")])
		if getdate(self.due_on) < getdate():
			raise_form_errors([form_error("due_on", "检查期限不能早于今天，请改正。")])

	def find_population(self) -> dict[str, dict]:
		"""{number: {"doctype", "case", "case_no", "document"}} of the closed cases, or of the certificates of such."""
		found = {}
		for doctype, matter in registry.live_matters().items():
			if self.matter and matter["code"] != self.matter:
				continue
			filters = {"decision": ("is", "set"), "closed_on": ("between", [self.from_date, f"{self.to_date} 23:59:59"])}
			for row in frappe.get_all(doctype, filters, ["name", "case_no"]):
				found.update(self.keys_of(doctype, row))
		return found

	def keys_of(self, doctype: str, row) -> dict[str, dict]:
		base = {"doctype": doctype, "case": row.name, "case_no": row.case_no}
		if self.kind != CERTIFICATES:
			return {row.case_no: {**base, "document": ""}}
		issued = frappe.get_all("Issued Document", {"case_name": row.name, "status": "有效", "valid_until": ("is", "set")}, pluck="number")
		return {number: {**base, "document": number} for number in issued}

	def fill_candidates(self) -> list[str]:
		if not self.candidates:
			for user in dict.fromkeys([*(row.name for row in officers.all()), *alerts.inspectors()]):
				self.append("candidates", {"user": user})
		for row in self.candidates:
			row.user_name = events.full_name(row.user)
		return [row.user for row in self.candidates]

	def item(self, key: str, found: dict, candidates: list[str]) -> dict:
		barred = barred_from(found["doctype"], found["case"], candidates)
		hands = draw.hands(self.seed, key, candidates, barred)
		if len(hands) < draw.HANDS:
			raise_form_errors([form_error("candidates", f"{found['case_no']} 除去办理过的和应当回避的，不足两名检查人员，请增加名单。")])
		first, second = hands
		case = {"case_doctype": found["doctype"], "case_name": found["case"], "case_no": found["case_no"]}
		return {**case, "document_no": found["document"], "first_inspector": first, "second_inspector": second}

	def after_insert(self):
		drawn = [row.document_no or row.case_no for row in self.items]
		events.append("抽查抽取", {"抽查": self.name, "种子": self.seed, "总体": self.population_size, "总体摘要": self.population_digest, "抽中": drawn})
		for user in {user for row in self.items for user in (row.first_inspector, row.second_inspector)}:
			alerts.tell_of(user, "Spot Check", self.name, f"您被抽中检查“{self.title}”，请于 {self.due_on} 前完成。")

	def on_trash(self):
		refuse("抽查记录不得删除。", StateLocked)

	def enter(self, row_name: str, result: str, remark: str) -> None:
		"""A drawn inspector's finding on one case; a problem becomes an alert. Raises CaseError or StateLocked."""
		row = next((row for row in self.items if row.name == row_name), None)
		if row is None:
			refuse("没有这一行，请刷新页面后重试。", CaseError)
		if frappe.session.user not in (row.first_inspector, row.second_inspector):
			refuse("只有被抽中检查本件的人员可以填写结果。", StateLocked)
		if row.result:
			refuse("本件的结果已经填写，不能更改。", CaseError)
		if result not in (FINE, PROBLEM) or not remark:
			refuse("请选择合格或者有问题，并写明检查情况。", CaseError)
		row.update({"result": result, "remark": remark[:1000], "checked_by": frappe.session.user, "checked_on": now_datetime()})
		if all(item.result for item in self.items):
			self.status = DONE
		self.flags.by_engine = True
		self.save(ignore_permissions=True)
		events.append("抽查结果", {"抽查": self.name, "办件编号": row.case_no, "证书": row.document_no, "结果": result})
		if result == PROBLEM:
			doc = frappe.get_doc(row.case_doctype, row.case_name)
			evidence = {"抽查": self.name, "证书": row.document_no, "情况": remark}
			alerts.raise_alert("spot-check-problem", f"抽查发现问题：{remark}", evidence, title="抽查发现问题", doc=doc, key=f"{self.name} {row.name}")


RESULT = ("case_no", "document_no", "first_inspector", "second_inspector", "result", "remark", "checked_by")


def names(doc) -> list[str]:
	return [row.user for row in doc.candidates]


def barred_from(doctype: str, case: str, candidates: list[str]) -> set[str]:
	"""Who handled the case, stands behind it, or declared a tie to it."""
	doc = frappe.get_doc(doctype, case)
	handled = set(frappe.get_all("Case Event", {"case_name": case, "case_doctype": doctype}, pluck="actor", distinct=True))
	return handled | {user for user in candidates if is_own_case(doc, user) or recusal.match(doc, user)}


@frappe.whitelist(methods=["POST"])
def enter_result(check: str, row: str, result: str, remark: str) -> dict:
	"""Enter what the drawn inspector found on one case of a spot check."""
	doc = frappe.get_doc("Spot Check", check, for_update=True)
	doc.enter(row, result, (remark or "").strip())
	return {"status": doc.status}


@frappe.whitelist(methods=["GET"])
def check_draw(check: str) -> dict:
	"""Draw once more from the recorded seed and population; {"same", "drawn"}."""
	doc = frappe.get_doc("Spot Check", check)
	doc.check_permission("read")
	population = json.loads(doc.population)
	drawn = draw.order(doc.seed, "办件", list(population))[: draw.size(len(population), doc.share, doc.fewest)]
	recorded = [row.document_no or row.case_no for row in doc.items]
	return {"same": drawn == recorded and draw.digest(list(population)) == doc.population_digest, "drawn": drawn}
