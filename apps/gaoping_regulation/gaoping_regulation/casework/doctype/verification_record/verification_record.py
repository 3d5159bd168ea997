"""检定原始记录: one for each instrument and attempt. The server computes and decides; once checked nobody changes it."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from gaoping_regulation.casework.verification import measuring, standards
from gaoping_regulation.engine import actors, changes, pauses, registry
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse

OPEN, CHECKED, RETURNED, ENDED = "检定中", "已核验", "已退回", "已终止"
# What the 检定员 fills in; all else is copied, computed or stamped by the system.
FILLED = frozenset(
	(
		"jjg_no",
		"jjg_on",
		"temperature",
		"humidity",
		"place",
		"started_at",
		"ended_at",
		"appearance",
		"appearance_note",
		"not_public",
		"standards",
		"unit",
		"points",
	)
)
NEEDED = ("jjg_no", "jjg_on", "temperature", "humidity", "place", "started_at", "ended_at", "appearance", "unit")
LIMITS = {"temperature": (-60, 80), "humidity": (0, 100)}
COMPUTED = frozenset(("conclusion", "failed_items", "verifier", "verified_on"))


class VerificationRecord(Document):
	def validate(self):
		if self.flags.by_engine:
			return
		self.require_writable()
		self.copy_standards()
		self.compute()
		self.verifier = frappe.session.user
		raise_form_errors(self.problems())

	def on_trash(self):
		refuse("检定原始记录用于留痕和追责，不得删除。", StateLocked, "不可删除")

	def before_rename(self, *arguments, **more):
		refuse("检定原始记录不得改名或合并。", StateLocked, "不可改名")

	def require_writable(self):
		"""Open, its case in 待检定, the caller that state's officer; only what he fills in has changed."""
		before = self.get_doc_before_save()
		if before is None:
			refuse("原始记录在受理时由系统建立，不能自行新增。", StateLocked)
		case = frappe.get_doc(before.case_doctype, before.case_name)
		version = registry.version_of(case)
		state = version.state(case.workflow_state) or {}
		if before.status != OPEN or state.get("key") != "verify":
			refuse(f"原始记录为“{before.status}”，办件在“{case.workflow_state}”状态，数据已封存，不能修改。需要改动时请退回检定。", StateLocked)
		if before.kept:
			refuse("退回检定时没有点名此台，数据已封存，不能修改。需要改动时由核验员或者签发人退回并点名此台。", StateLocked)
		if not actors.may_judge(case, version):
			refuse("原始记录由检定员填写，您没有该角色，或者是本人申请、录入的办件。", StateLocked)
		pauses.require_running(case, version, state)
		changed = {df.fieldname for df in changes.changed_fields(self, before)} - FILLED - COMPUTED
		if changed:
			labels = "、".join(self.meta.get_label(field) for field in sorted(changed))
			refuse(f"“{labels}”由系统填写，不能修改。请刷新页面后重试。", StateLocked)

	def copy_standards(self):
		"""Keep what the standards' certificates say now with the record: they are renewed later."""
		for row in self.standards:
			if not row.standard:
				continue
			standard = frappe.get_cached_doc("Measurement Standard", row.standard)
			row.update({field: standard.get(field) for field in ("certificate_no", "valid_until", "traceability_no", "traceability_valid_until")})
			row.standard_name = standard.title
			row.measuring_range = f"({standard.range_min or 0:g}～{standard.range_max:g}) {standard.unit}"
			row.max_error = f"±{standard.max_error:g} {standard.unit}"

	def compute(self):
		for row in self.points:
			row.update(measuring.computed(row.as_dict()))
		self.conclusion, failed = measuring.conclusion(self.appearance, [row.as_dict() for row in self.points])
		self.failed_items = "、".join(failed)
		self.verified_on = getdate(self.ended_at) if self.ended_at else None

	def day(self):
		return getdate(self.ended_at or self.started_at)

	def problems(self) -> list[dict]:
		"""Mistakes in what is filled in; what is empty is told by `missing`."""
		found = standards.problems(self, self.day()) + self.number_problems() + self.time_problems()
		if message := standards.unqualified(self.verifier, self.catalogue_item, self.day()):
			found.append(form_error("verifier", message))
		return found

	def number_problems(self) -> list[dict]:
		found = []
		for field, (least, most) in LIMITS.items():
			value = measuring.number(self.get(field))
			if self.get(field) and (value is None or not least <= value <= most):
				found.append(form_error(field, f"“{self.meta.get_label(field)}”须为 {least} 至 {most} 之间的数字。"))
		for row in self.points:
			for field in ("nominal", "mpe", *measuring.READINGS):
				if row.get(field) and measuring.number(row.get(field)) is None:
					found.append(form_error(field, f"“{row.meta.get_label(field)}”须为数字，现为“{row.get(field)}”。", "points", row.idx))
			if measuring.number(row.mpe) is not None and measuring.number(row.mpe) <= 0:
				found.append(form_error("mpe", "“最大允许误差”填绝对值，须大于 0。", "points", row.idx))
		return found

	def time_problems(self) -> list[dict]:
		start, end = (get_datetime(self.get(field)) if self.get(field) else None for field in ("started_at", "ended_at"))
		found = []
		if start and end and end < start:
			found.append(form_error("ended_at", "结束时间不能早于开始时间。"))
		if max(filter(None, (start, end)), default=now_datetime()) > now_datetime():
			found.append(form_error("ended_at", "检定时间不能晚于现在。"))
		received = frappe.db.get_value(self.case_doctype, self.case_name, "samples_received_on")
		if start and received and getdate(start) < getdate(received):
			found.append(form_error("started_at", f"检定不能早于收样日期 {received}。"))
		if self.jjg_on and getdate(self.jjg_on) > self.day():
			found.append(form_error("jjg_on", "检定规程在检定时尚未实施，请改用现行规程。"))
		return found

	def missing(self) -> list[str]:
		"""What is still empty, by its label."""
		found = [self.meta.get_label(field) for field in NEEDED if not self.get(field)]
		found += ["标准器"] if not self.standards else []
		found += ["检定点"] if not self.points else []
		for row in self.points:
			empty = [row.meta.get_label(field) for field in ("nominal", "mpe", *measuring.READINGS) if not str(row.get(field) or "").strip()]
			found += [f"第{row.idx}个检定点的{'、'.join(empty)}"] if empty else []
		return found
