"""What is kept for how long: after its term a case loses its materials and personal data, and nothing else.

个人信息保护法 art. 19 (as short as the purpose needs); the years of each matter are a setting (依据待确认), and the job
touches a matter only after the System Manager has confirmed them: what it removes is gone. Fields that administrators
added go where the matter marks them as personal. Register, documents, trail, checklists and everything that is counted
stay.
"""

import frappe
from frappe.utils import add_to_date, getdate

from gaoping_regulation.casework import registers
from gaoping_regulation.casework.notices import OUTBOX
from gaoping_regulation.casework.notices.writing import mask
from gaoping_regulation.engine import batches, events, registry
from gaoping_regulation.engine.masking import mask_name
from gaoping_regulation.engine.outcomes import ELECTRONIC
from gaoping_regulation.matters import personal_fields
from gaoping_regulation.validators import CREDIT_CODE

CLEARED = "到期清理"
DUE, IN_FORCE, DISPUTED, UNCONFIRMED = "到期", "登记或者证件仍有效", "有未办结的预警", "保存期限未确认"
# Personal by their name in every application and its tables; so is whatever no role reads (permlevel above 0).
PERSONAL = frozenset(
	"phone address agent_name agent_phone contact_person legal_representative gender e_delivery_to debtor_name"
	" certificate_no organiser_contact id_no_masked agent_id_no_masked".split()
)
NAMED, COMPANY = "姓名", "名称"
NATURAL = "自然人"
BATCH = 200


def due(on=None) -> list[dict]:
	"""The cases whose term is over on a day, each with what keeps it: the dry run of `daily`, changes nothing."""
	found = []
	for doctype, row in registry.live_matters().items():
		fields = ["title", "retention_years", "retention_confirmed"]
		matter = frappe.db.get_value("Administrative Matter", row["code"], fields, as_dict=True)
		if matter.retention_years and matter.retention_years > 0:
			found += due_of(doctype, row["code"], matter, getdate(on))
	return found


def due_of(doctype: str, code: str, matter, day) -> list[dict]:
	until = add_to_date(day, years=-matter.retention_years)
	done = set(frappe.get_all("Case Event", {"kind": CLEARED, "matter": code}, pluck="case_name"))
	# Named twice: for the framework a date that is not there is earlier than any.
	filters = [["closed_on", "is", "set"], ["closed_on", "<=", f"{until} 23:59:59"], ["case_no", "is", "set"]]
	rows = frappe.get_all(doctype, ["name", "case_no", "closed_on"], filters, order_by="closed_on asc")
	return [
		{
			"doctype": doctype,
			"case": row.name,
			"case_no": row.case_no,
			"matter": code,
			"matter_title": matter.title,
			"closed_on": getdate(row.closed_on),
			"years": matter.retention_years,
			"until": getdate(add_to_date(row.closed_on, years=matter.retention_years)),
			"state": state_of(doctype, row.name, code, matter, day),
		}
		for row in rows
		if row.name not in done
	]


def state_of(doctype: str, name: str, code: str, matter, day) -> str:
	"""DUE, or why the case is kept although its term is over."""
	if is_in_force(name, code, day):
		return IN_FORCE
	# What 纪检监察 still looks into must not lose its evidence.
	if frappe.db.exists("Risk Alert", {"case_name": name, "observed": 0, "closed_on": ("is", "not set")}):
		return DISPUTED
	return DUE if matter.retention_confirmed else UNCONFIRMED


def is_in_force(name: str, code: str, day) -> bool:
	"""Whether a registration or a document that rests on the case is still in force."""
	register = registers.register_of(code)
	entry = register and frappe.db.get_value(register, {"case_name": name}, ["status", "valid_until"], as_dict=True)
	if entry and entry.status == registers.LIVE and (not entry.valid_until or getdate(entry.valid_until) >= day):
		return True
	return bool(frappe.db.exists("Issued Document", {"case_name": name, "status": "有效", "valid_until": (">=", day)}))


def daily() -> None:
	"""Clear what is due, each case in a transaction of its own; one that fails stops no other."""
	rows = [row for row in due() if row["state"] == DUE][:BATCH]
	batches.each(rows, clear, lambda row: f"到期清理失败 {row['case_no']}")


def clear(row: dict) -> None:
	"""Remove a case's personal values and files, and say so in its trail; the files go last, as no rollback brings them back."""
	doc = frappe.get_doc(row["doctype"], row["case"], for_update=True)
	if not doc.closed_on or getdate(add_to_date(doc.closed_on, years=row["years"])) > getdate():
		raise ValueError(f"{row['case_no']} 没有到期，不能清理")
	labels = clear_values(doc)
	titles = [item.title for item in doc.materials if item.attachment]
	for item in doc.materials:
		# The digest stays: it proves what had been submitted without telling anything of it.
		frappe.db.set_value(item.doctype, item.name, {"attachment": None, "file_name": None}, update_modified=False)
	frappe.db.delete("Version", {"ref_doctype": doc.doctype, "docname": doc.name})
	frappe.db.set_value(OUTBOX, {"case_name": doc.name}, {"recipient": None, "recipient_masked": None}, update_modified=False)
	clear_receipts(doc)
	events.record(doc, CLEARED, 保存年限=row["years"], 到期日=str(row["until"]), 清除字段=labels, 删除材料=titles)
	remove_files(doc)


def clear_values(doc) -> list[str]:
	"""Empty the personal fields of a case and of its tables, mask the names; returns the labels."""
	marked = personal_fields.marked(doc.matter)
	labels = clear_row(doc, marked)
	for table in doc.meta.get_table_fields():
		if table.fieldname != "materials":
			of_row = personal_fields.of_table(marked, table.fieldname)
			for row in doc.get(table.fieldname) or []:
				labels += [f"{table.label}.{label}" for label in clear_row(row, of_row)]
	return sorted(set(labels))


def clear_row(row, marked: set[str]) -> list[str]:
	"""Empty or mask one row past the guard, which keeps a closed case as it is: what is cleared is only what `due` found, and told in the trail."""
	changed, labels = {}, []
	for df in row.meta.fields:
		value = row.get(df.fieldname)
		if not value or df.fieldtype in (*frappe.model.no_value_fields, *frappe.model.table_fields):
			continue
		if df.permlevel or df.fieldname in PERSONAL or df.fieldname in marked:
			changed[df.fieldname] = 0 if df.fieldtype in frappe.model.numeric_fieldtypes else None
		elif is_name(row, df):
			changed[df.fieldname] = mask_name(value)
		else:
			continue
		labels.append(df.label)
	if changed:
		frappe.db.set_value(row.doctype, row.name, changed, update_modified=False)
	return labels


def is_name(row, df) -> bool:
	"""A person's name; that of an enterprise is no personal data."""
	label = df.label or ""
	if df.fieldtype != "Data" or (COMPANY in label and row.get("id_type") == CREDIT_CODE):
		return False
	return NAMED in label or (df.fieldname == "applicant_name" and row.get("applicant_type") == NATURAL)


def clear_receipts(doc) -> None:
	"""The receipts stay as proof of the delivery, without a name or an address in full."""
	for receipt in frappe.get_all("Delivery Receipt", ["name", "addressee", "received_by", "method", "place"], {"case_name": doc.name}):
		masked = {field: mask_name(receipt[field] or "") for field in ("addressee", "received_by")}
		if receipt.method == ELECTRONIC:
			masked["place"] = mask(receipt.place or "")
		frappe.db.set_value("Delivery Receipt", receipt.name, masked, update_modified=False)


def remove_files(doc) -> None:
	"""Delete the files of a case from the disk; those of its issued documents are not attached to it."""
	attached = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	for name in frappe.get_all("File", attached, pluck="name"):
		frappe.delete_doc("File", name, force=True, ignore_permissions=True, flags={"by_engine": True}, delete_permanently=True)
