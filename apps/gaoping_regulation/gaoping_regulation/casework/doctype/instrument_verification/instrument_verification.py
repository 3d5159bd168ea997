"""计量强制器具检定 (QJ; 计量器具强制检定): the rules of the application and what its actions mean for the records."""

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from gaoping_regulation.casework import application
from gaoping_regulation.casework.verification import certificates, dates, instruments, records
from gaoping_regulation.engine import clock, registry
from gaoping_regulation.engine.errors import TransitionRefused, form_error, refuse
from gaoping_regulation.engine.events import full_name

VERIFYING = "SC"


class InstrumentVerification(Document):
	def content_problems(self) -> list[dict]:
		"""Mistakes in what is filled in, each with its field and row; asked by the engine when content is saved."""
		found = instruments.problems(self.instruments)
		if self.appointment_on and not self.case_no:
			day = getdate(self.appointment_on)
			if day < getdate() or not clock.is_working_day(day):
				found.append(form_error("appointment_on", "预约日期须为今天或者以后的工作日。"))
		return found

	def choices(self, action: dict) -> dict | None:
		"""What an action lets the officer choose from: 退回检定, which instruments."""
		if action["key"] != "send_back":
			return None
		options = [
			{"value": str(row.row_no), "label": f"第{row.row_no}台 {row.instrument_name}（{row.serial_no}）{row.conclusion or ''}"}
			for row in records.of_case(self)
		]
		return {"name": "returned", "label": "退回哪几台（不选为全部退回）", "options": options}

	def hints(self) -> list[str]:
		"""What the officer should know of the catalogue: kinds whose rule and interval nobody has checked yet."""
		return instruments.unverified(self.instruments)

	def document_values(self, kind: str) -> dict:
		keeper = full_name(self.samples_received_by) if self.samples_received_by else ""
		return {**application.document_values(self), "sample_keeper": keeper}

	def specimen_values(self) -> dict:
		"""The certificate's own part, for the guide's specimen."""
		return certificates.specimen_values()

	def stage_limit(self, stage: str) -> int | None:
		"""检定: from the receipt of the samples, by the limits of the kinds (强检办法 art. 8); the other stages have the usual."""
		if stage != VERIFYING:
			return None
		usual = int(registry.version_of(self).stages[stage].get("limit_days") or 0)
		kinds = [frappe.get_cached_doc("Instrument Catalogue Item", row.catalogue_item) for row in self.instruments]
		return max(0, dates.limit_days(kinds, usual) - self.days_since_receipt())

	def days_since_receipt(self) -> int:
		"""Working days that have gone since the samples came."""
		day, today, gone = getdate(self.samples_received_on), getdate(), 0
		while day < today:
			day = clock.next_working_day(day)
			gone += int(day <= today)
		return gone

	def before_transition(self, action: dict, details: dict) -> None:
		match action["key"]:
			case "accept":
				self.receive_samples()
			case "finish":
				records.require_complete(self)
			case "check":
				records.require_complete(self)
				records.require_checker(self)
			case "sign":
				records.require_unchanged(self)

	def receive_samples(self) -> None:
		"""受理: the samples are numbered and stand in the acceptor's care."""
		if getdate(self.samples_received_on) > getdate():
			refuse("收样日期不能晚于今天，请改正。", TransitionRefused)
		self.samples_received_by = frappe.session.user
		for row in self.instruments:
			row.sample_no = f"{self.case_no}-{row.idx:03d}"

	def after_transition(self, action: dict, details: dict) -> None:
		match action["key"]:
			case "accept":
				records.open_for(self)
			case "check":
				records.check(self)
			case "send_back":
				records.send_back(self, details.get("reason") or "", details.get("returned"))
			case "sign":
				certificates.issue(self)
			case "hand_out":
				certificates.enter_register(self)
			case "withdraw":
				records.end(self)
