from urllib.parse import urlsplit

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from gaoping_regulation.casework import privacy
from gaoping_regulation.engine.errors import form_error, raise_form_errors
from gaoping_regulation.portal import channels


class RegulationSettings(Document):
	def validate(self):
		"""A gateway that is switched on has an address; a number of messages is not negative."""
		problems = []
		if self.sms_channel == channels.HTTP and not is_web_address(self.sms_url):
			problems.append(form_error("sms_url", "请填写短信接口地址，以 https:// 或 http:// 开头。"))
		if cint(self.code_ceiling) < 0:
			problems.append(form_error("code_ceiling", "每日验证码上限不能小于零，0 为不限。"))
		raise_form_errors(problems)

	def on_update(self):
		"""Each text of the privacy notice is a version of its own."""
		# At installation the defaults are stored before there is a text.
		if self.privacy_notice or (not frappe.flags.in_install and privacy.current()):
			privacy.keep_version(self.privacy_notice)


def is_web_address(address: str | None) -> bool:
	parts = urlsplit(address or "")
	return parts.scheme in ("http", "https") and bool(parts.hostname)
