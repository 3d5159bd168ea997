"""动产抵押登记"""

from tests import samples


def form(serial: int) -> dict:
	return samples.mortgage(serial)


def details(action: dict, doc) -> dict:
	return {"review_opinion": "主体、合同、债权和抵押财产均已核对，符合登记条件。"} if action["key"] == "conclude" else {}


def prepare(cases, doc, action: dict) -> None:
	"""The sealed form is uploaded anew where the declaration has changed since."""
	from gaoping_regulation.casework import mortgage

	fresh = cases.frappe.get_doc(doc.doctype, doc.name)
	if action["kind"] == "applicant" and mortgage.stale_form(fresh):
		cases.attach_all(fresh)
