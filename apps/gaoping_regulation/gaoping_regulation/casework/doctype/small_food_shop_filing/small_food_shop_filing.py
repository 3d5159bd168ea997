"""食品小经营店备案 (XD): licence, premises and area, beside what food.py shares with 食品小摊点."""

import frappe
from frappe.model.document import Document
from frappe.utils import flt, getdate

from gaoping_regulation.casework import application, food
from gaoping_regulation.engine.errors import form_error

RETAIL = "小食杂店"


class SmallFoodShopFiling(Document):
	def validate(self):
		food.mask_workers(self)

	def content_problems(self) -> list[dict]:
		"""Mistakes in what is filled in, each with its field and row; asked by the engine when content is saved."""
		own = [] if self.category == food.CANCEL else self.licence_problems() + self.area_problems()
		return food.problems(self) + own

	def licence_problems(self) -> list[dict]:
		if self.licence_until and getdate(self.licence_until) < getdate():
			return [form_error("licence_until", f"营业执照已于{self.licence_until}到期，请先办理执照延期再申请。")]
		return []

	def area_problems(self) -> list[dict]:
		"""The area is more than nothing, and within the limit of its kind where one is set (依据待确认)."""
		area = flt(self.business_area)
		if not area:
			return []
		if area < 0:
			return [form_error("business_area", "经营面积应大于 0，请重新填写。")]
		settings = frappe.get_cached_doc("Regulation Settings")
		limit = flt(settings.area_limit_retail if self.shop_type == RETAIL else settings.area_limit_catering)
		if limit and area > limit:
			text = f"{self.shop_type or '小经营店'}的面积不超过 {limit:g} 平方米。超过的不属于小经营店，请申请食品经营许可。"
			return [form_error("business_area", text)]
		return []

	def document_values(self, kind: str) -> dict:
		return application.document_values(self)

	def document_validity(self, kind: str, start, years: int):
		return food.validity(self, start, years)

	def after_transition(self, action: dict, details: dict) -> None:
		if action.get("decision") == "准予":
			food.write_register(self, "certificate")
