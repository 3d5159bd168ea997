"""Publish a matter's new version when its record, workflow or chart was changed."""

import frappe

from gaoping_regulation.engine import registry


def on_change(doc, method: str | None = None) -> None:
	"""A change applies to cases begun after it; running cases stay on their version. A draft publishes as a whole."""
	if doc.flags.seeding or doc.flags.publishing or frappe.flags.in_install:
		return
	for code in codes_of(doc):
		registry.publish(code)


def codes_of(doc) -> list[str]:
	"""The matters that a record belongs to."""
	if doc.doctype == "Administrative Matter":
		return [doc.name]
	if doc.doctype == "Risk Control Chart":
		return [doc.matter]
	return frappe.get_all("Administrative Matter", {"workflow": doc.name}, pluck="name")
