"""What a matter's public guide must have before it is published."""

import frappe

PHONES = ("service_phone", "supervision_phone")


def blank_phones(doc) -> list[str]:
	"""The labels of the phones that a matter, or the draft of a new one, lacks (the charts' 承办机构 boxes have them blank)."""
	meta = frappe.get_meta(doc.doctype)
	return [meta.get_label(name) for name in PHONES if not (doc.get(name) or "").strip()]
