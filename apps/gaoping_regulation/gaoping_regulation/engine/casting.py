"""Values of a request in the types of their fields."""

import json
import re

import frappe
from frappe.utils import cint, flt, get_datetime, getdate

from gaoping_regulation.engine.errors import CaseError, refuse

TEXT_LIMIT = 5000
# Line breaks and tabs stay; the rest comes from other programs' clipboards and prints as boxes.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def cast_value(df, value) -> tuple[object, str | None]:
	"""A value in its field's type, and what is wrong with it (or None)."""
	if value is None or value == "":
		return None, None
	if isinstance(value, list | dict):
		return None, f"“{df.label}”的值格式不对，请重新填写。"
	text = CONTROLS.sub("", str(value)).strip()
	wrong = f"“{df.label}”填写不正确，请按提示的格式重新填写。"
	try:
		if df.fieldtype in ("Int", "Check"):
			return cint(text) if df.fieldtype == "Int" else int(text in ("1", "true", "True", "on", "是")), None
		if df.fieldtype in ("Float", "Currency", "Percent"):
			return float(text) if text else flt(text), None
		if df.fieldtype == "Date":
			day = getdate(text)
			return day, None if day else wrong
		if df.fieldtype == "Datetime":
			return get_datetime(text.replace("T", " ")), None
	except Exception:
		return None, wrong
	if df.fieldtype == "Select" and text not in (df.options or "").split("\n"):
		return None, f"“{df.label}”只能在所列选项中选择，请重新选择。"
	if df.fieldtype == "Link" and not frappe.db.exists(df.options, text):
		return None, f"“{df.label}”中没有“{text[:40]}”，请重新选择。"
	if len(text) > (df.length or (140 if df.fieldtype == "Data" else TEXT_LIMIT)):
		return text, f"“{df.label}”过长，请缩短。"
	return text, None


def parse_object(value: str | dict, name: str) -> dict:
	"""An argument of a request as a dict; raises CaseError that names the argument."""
	try:
		found = frappe.parse_json(value)
		# A lone surrogate is valid in JSON and cannot be stored.
		json.dumps(found, ensure_ascii=False, default=str).encode()
	except (TypeError, ValueError, RecursionError):
		found = None
	if not isinstance(found, dict):
		refuse(f"{name} 应为 JSON 对象：{{字段: 值}}。", CaseError)
	return found
