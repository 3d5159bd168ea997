"""A detector's settings: how it runs and from where on it speaks. Its texts come from the registry of detectors."""

import frappe
from frappe.model.document import Document

from gaoping_regulation.engine import events
from gaoping_regulation.engine.errors import StateLocked, refuse
from gaoping_regulation.risk_control.detectors import runner

SETTINGS = ("mode", "sample_size")
SAID = ("key", "title", "kind", "points", "statistical", "explanation", "last_run", "last_state")


class DetectionRule(Document):
	def validate(self):
		if self.flags.syncing:
			return
		before = self.get_doc_before_save()
		if before is None:
			refuse("检测规则由系统提供，不能新增。需要新的规则时请联系开发人员。", StateLocked)
		self.refuse_other_texts(before)
		self.refuse_bad_values()
		self.changed = self.changes(before)

	def refuse_other_texts(self, before) -> None:
		"""Only the settings are an administrator's: what a rule does is said by the program alone."""
		same = all(str(self.get(field) or "") == str(before.get(field) or "") for field in SAID)
		if not same or [named(row) for row in self.thresholds] != [named(row) for row in before.thresholds]:
			refuse("只能修改“运行方式”“最小样本”和阈值的数值，其余内容由系统提供。请刷新页面后重试。", StateLocked)

	def refuse_bad_values(self) -> None:
		for row in self.thresholds:
			if (row.value or 0) < 0:
				refuse(f"第{row.idx}行“{row.label}”不能小于零，请改正。")
		if self.statistical and (self.sample_size or 0) < 5:
			refuse("统计规则的“最小样本”不能少于 5，样本太小时不能下结论。")

	def changes(self, before) -> dict[str, str]:
		"""{what: "old → new"} of the settings."""
		found = {self.meta.get_label(field): (before.get(field), self.get(field)) for field in SETTINGS}
		found |= {row.label: (old.value, row.value) for old, row in zip(before.thresholds, self.thresholds, strict=True)}
		return {label: f"{old} → {new}" for label, (old, new) in found.items() if old != new}

	def on_update(self):
		"""Who made a detector deaf stays in the trail."""
		runner.forget_settings()
		if getattr(self, "changed", None):
			events.append("修改检测规则", {"规则": self.title, **self.changed})

	def on_trash(self):
		if not self.flags.syncing and not frappe.flags.in_uninstall:
			refuse("检测规则不能删除。不需要时请把“运行方式”改为“停用”。", StateLocked)


def named(row) -> tuple:
	return (row.key, row.label, row.unit or "")
