"""The stock counterpart of a matter: a DocType with the same fields and a Workflow with the same transitions.

Neither is named in an Administrative Matter, so that nothing of the engine acts on it: it is saved and moved as
any Frappe app's documents are, core's Workflow Action records and comments included.
"""

import frappe
from frappe.model import workflow
from gaoping_regulation.sample_cases import STALL, user

DOCTYPE = "Bench Stall Filing"


def make() -> None:
	"""Make the DocType (custom = 1, as one made in the browser) and its Workflow."""
	doctype = frappe.copy_doc(frappe.get_doc("DocType", STALL))
	doctype.update({"__newname": DOCTYPE, "custom": 1, "module": "Custom"})
	doctype.insert()
	flow = frappe.copy_doc(frappe.get_doc("Workflow", {"document_type": STALL}))
	flow.update({"workflow_name": DOCTYPE, "document_type": DOCTYPE})
	flow.insert()
	frappe.db.commit()


def like(case):
	"""A stock document with the values of a submitted case, submitted by the same applicant."""
	doc = frappe.get_doc({**case.as_dict(no_default_fields=True), "doctype": DOCTYPE, "workflow_state": "草稿"})
	doc.insert(ignore_permissions=True)
	with user("applicant"):
		workflow.apply_workflow(doc.as_json(), "提交")
	return frappe.get_doc(DOCTYPE, doc.name)
