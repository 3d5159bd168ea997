"""The text of one kind of notice, edited in the browser; plain placeholders, nothing is evaluated."""

from frappe.model.document import Document

from gaoping_regulation.casework.notices import writing
from gaoping_regulation.engine.errors import form_error, raise_form_errors

TEXTS = ("subject", "text", "sms_text")


class NoticeTemplate(Document):
	def validate(self):
		raise_form_errors([problem for field in TEXTS if (problem := self.problem(field))])
		if self.kind == writing.ELECTRONIC and not (self.enabled and self.by_sms and self.by_email):
			raise_form_errors([form_error("enabled", "电子送达就是用这条通知送达的，不能停用，短信和电子邮件都要勾选。")])

	def problem(self, field: str) -> dict | None:
		"""What is wrong with a text: an unknown placeholder, markup, too much of it."""
		text, label = self.get(field) or "", self.meta.get_label(field)
		if names := writing.unknown(text):
			known = "、".join(f"{{{name}}}" for name in writing.NAMES)
			return form_error(field, f"“{label}”中没有“{{{names[0]}}}”这个占位符，请改用：{known}。")
		if "<" in text or "{{" in text or "{%" in text:
			return form_error(field, f"“{label}”只能是文字，不能含有标签和程序。请删去。")
		if len(text) > writing.LONGEST:
			return form_error(field, f"“{label}”最多 {writing.LONGEST} 字，请缩短。")
		return None
