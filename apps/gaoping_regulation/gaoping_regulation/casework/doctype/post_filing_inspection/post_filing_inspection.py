"""事后监管: inspections of filed shops and stalls; planned, carried out by two, rectified, closed.

Two inspectors, neither of whom handled the filing (双随机 and 回避: 优化营商环境条例 art. 54); the first within two
months of the filing (Henan's rule; a setting, 依据待确认).
"""

import frappe
from frappe.model.document import Document
from frappe.utils import add_months, getdate

from gaoping_regulation.casework import registers
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.events import full_name

PLANNED, RECTIFYING, DONE, DROPPED = "计划", "待整改", "已完成", "已取消"
CLOSED = (DONE, DROPPED)
FINE = "合格"
FIRST, DEFAULT_MONTHS = "首次检查", 2
ENTRY = ("matter", "number", "business_address")


class PostFilingInspection(Document):
	def validate(self):
		self.refuse_change_of_closed()
		self.update(frappe.db.get_value("Filing Register", self.register_entry, ENTRY, as_dict=True) or {})
		raise_form_errors(self.entry_problems() + self.inspector_problems() + self.result_problems())
		self.status = self.present_status()

	def refuse_change_of_closed(self):
		before = self.get_doc_before_save()
		if before and before.status in CLOSED:
			refuse(f"检查{before.status}，记录不能再改。需要时请新建一次复查。", StateLocked)
		if before and before.register_entry != self.register_entry:
			refuse("检查的备案不能更换，请另建一次检查。", StateLocked)

	def on_trash(self):
		refuse("检查记录用于留痕和追责，不得删除。", StateLocked, "不可删除")

	def entry_problems(self) -> list[dict]:
		"""A filing that is struck out is inspected no more; what was found before is still brought to its end."""
		cancelled = frappe.db.get_value("Filing Register", self.register_entry, "status") == registers.CANCELLED
		if self.is_new() and cancelled:
			return [form_error("register_entry", "这项备案已注销，不再安排检查。请选择有效的备案。")]
		return []

	def inspector_problems(self) -> list[dict]:
		pair = [self.inspector_1, self.inspector_2]
		if not self.result and not any(pair):
			return []
		if not all(pair) or len(set(pair)) < 2:
			return [form_error("inspector_2", "检查须由两名以上不同的人员进行，请填写检查人员一和检查人员二。")]
		if strangers := [field for field in ("inspector_1", "inspector_2") if not is_staff(self.get(field))]:
			return [form_error(field, "检查人员须是本局在用的工作人员账号，请重新选择。") for field in strangers]
		handled = handlers(self.register_entry)
		return [
			form_error(field, f"{full_name(self.get(field))}办理过这项备案，须回避。请换其他人员检查。")
			for field in ("inspector_1", "inspector_2")
			if self.get(field) in handled
		]

	def result_problems(self) -> list[dict]:
		if not self.result:
			return []
		found = []
		if not self.inspected_on or getdate(self.inspected_on) > getdate():
			found.append(form_error("inspected_on", "请填写检查日期，不晚于今天。"))
		if not (self.findings or "").strip():
			found.append(form_error("findings", "请写明检查情况。"))
		if self.result != FINE and not self.rectify_due:
			found.append(form_error("rectify_due", "检查不合格的，请填写整改期限。"))
		if self.rectified_on and not (self.rectification or "").strip():
			found.append(form_error("rectification", "请写明整改结果。"))
		return found

	def present_status(self) -> str:
		if self.flags.dropped:
			return DROPPED
		if not self.result:
			return PLANNED
		return DONE if self.result == FINE or self.rectified_on else RECTIFYING


def is_staff(user: str) -> bool:
	found = frappe.db.get_value("User", user, ["enabled", "user_type"], as_dict=True)
	return bool(found and found.enabled) and found.user_type == "System User" and user != "Administrator"


def handlers(entry: str) -> set[str]:
	"""Who signed a checklist of any of the entry's cases."""
	cases = frappe.get_all("Register Version", {"parent": entry, "parenttype": "Filing Register"}, pluck="case_name")
	signed = frappe.get_all("Stage Checklist", {"case_name": ("in", cases or [""])}, pluck="signed_by")
	return {user for user in signed if user}


def plan_first(entry) -> None:
	"""Plan the first inspection of a new entry of the register."""
	months = frappe.get_cached_doc("Regulation Settings").first_inspection_months or DEFAULT_MONTHS
	inspection = frappe.new_doc("Post Filing Inspection")
	inspection.update({"register_entry": entry.name, "kind": FIRST, "planned_on": add_months(getdate(), months)})
	inspection.insert(ignore_permissions=True)


def drop_plans(entry) -> None:
	"""Call off what is still only planned for an entry that was struck out."""
	for name in frappe.get_all("Post Filing Inspection", {"register_entry": entry.name, "status": PLANNED}, pluck="name"):
		inspection = frappe.get_doc("Post Filing Inspection", name, for_update=True)
		inspection.flags.dropped = True
		inspection.save(ignore_permissions=True)
