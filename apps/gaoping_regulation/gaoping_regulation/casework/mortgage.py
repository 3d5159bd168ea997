"""动产抵押登记: checks of a declaration, what an officer is to look at, what the documents print.

Sources: 动产抵押登记办法 (arts. 2-5: place, parties, materials, contents), 民法典 arts. 396, 399, 403.
"""

import re

import frappe
from frappe.utils import flt, getdate, now_datetime

from gaoping_regulation import validators
from gaoping_regulation.casework import entry, registers
from gaoping_regulation.engine import checklist, registry
from gaoping_regulation.engine.errors import form_error, to_json
from gaoping_regulation.engine.events import full_name
from gaoping_regulation.engine.masking import mask_id, sha256

FORM = "application_form"
REVIEW_FORM, REVIEW = "review_form", "SC"
CHANGE = "变更"
COMPANIES = ("企业", "个体工商户")
TEN_THOUSAND = 10_000
# Who brings this application, not what is registered.
PERSONS = frozenset(("agent_type", "agent_name", "agent_id_no", "agent_phone", "mandate_until", "phone"))


def state_name(doc, key: str) -> str:
	return registry.version_of(doc).state_name(key)


def mask_parties(doc) -> None:
	for row in doc.mortgagees:
		row.id_no = validators.normalise_id(row.id_no)
		row.id_no_masked = mask_id(row.id_no)


def content_code(doc) -> str:
	"""A short digest of what is declared: the same on the printed form and on the screen while nothing is changed."""
	values = {}
	for df in entry.form_fields(doc.doctype):
		if df.fieldname in entry.ABOUT_HANDLING:
			continue
		rows = df.fieldtype == "Table"
		values[df.fieldname] = [plain_row(df, row) for row in doc.get(df.fieldname) or []] if rows else plain(df, doc)
	return sha256(to_json(values).encode())[:8].upper()


def plain_row(df, row) -> dict:
	return {column.fieldname: plain(column, row) for column in entry.row_fields(df.options)}


def plain(df, row) -> str:
	value = row.get(df.fieldname)
	if df.fieldtype in ("Currency", "Float", "Int", "Check"):
		return f"{flt(value):.6f}"
	return str(value or "").strip()


def stamp_content(doc) -> None:
	"""Note when the declaration last changed: a form that was sealed before that is not of this content."""
	if doc.flags.uploading:
		return
	before = doc.get_doc_before_save()
	# Compared as the form was saved, not with the stored code alone: a later field of an administrator's is no change.
	if before is None or content_code(doc) != content_code(before):
		doc.content_code, doc.content_changed_on = content_code(doc), now_datetime().replace(microsecond=0)
	elif before is not None:
		doc.content_code, doc.content_changed_on = before.content_code, before.content_changed_on


def stale_form(doc) -> list[dict]:
	"""The sealed form was uploaded before the last change of the content: print, seal and upload it again."""
	row = next((row for row in doc.materials if row.material == FORM and row.attachment), None)
	if row is None or not doc.content_changed_on or not row.uploaded_on:
		return []
	if frappe.utils.get_datetime(row.uploaded_on).replace(microsecond=0) >= frappe.utils.get_datetime(doc.content_changed_on):
		return []
	text = "上传的申请书是在最后一次修改内容之前盖章的，请重新下载打印、盖章后上传。"
	return [form_error(FORM, text, "materials")]


def problems(doc) -> list[dict]:
	"""Mistakes in parties, contract, claim, term, collateral and mandate, each with its field and row."""
	return [*parties(doc), *terms(doc), *collateral(doc), *agent(doc)]


def parties(doc) -> list[dict]:
	found = []
	if doc.applicant_type in COMPANIES and doc.id_type and doc.id_type != validators.CREDIT_CODE:
		found.append(form_error("id_type", f"抵押人是{doc.applicant_type}的，请填统一社会信用代码。"))
	if message := domicile(doc.address):
		found.append(form_error("address", message))
	numbers = [row.id_no for row in doc.mortgagees if row.id_no]
	for row in doc.mortgagees:
		message = validators.identity(row.id_no, row.id_type)
		if not row.id_no:
			message = f"请填写“{row.meta.get_label('id_no')}”。"
		elif row.id_no == doc.id_no:
			message = "抵押权人与抵押人的证件号码相同，请核对。"
		elif numbers.count(row.id_no) > 1:
			message = "同一抵押权人填了两次，请核对。"
		if message:
			found.append(form_error("id_no", message, "mortgagees", row.idx))
		if message := validators.phone(row.phone):
			found.append(form_error("phone", message, "mortgagees", row.idx))
	return found


def domicile(address: str | None) -> str | None:
	"""办法 art. 2: the office of the mortgagor's domicile registers; another one does not accept."""
	if not address or validators.in_region(address):
		return None
	region = validators.region()
	return (
		f"抵押人住所地须在{region}（140581），请从“{region}”写起；不在{region}的不属于我局受理范围，"
		"请向抵押人住所地的县级市场监督管理部门申请（《动产抵押登记办法》第二条）。"
	)


def terms(doc) -> list[dict]:
	found = []
	if doc.mortgage_contract_date and getdate(doc.mortgage_contract_date) > getdate():
		found.append(form_error("mortgage_contract_date", "抵押合同签订日期晚于今天，请核对。"))
	if doc.term_from and doc.term_to and getdate(doc.term_to) < getdate(doc.term_from):
		found.append(form_error("term_to", "债务履行期限的止日早于起日，请核对。"))
	if flt(doc.claim_amount) < 0:
		found.append(form_error("claim_amount", "被担保债权的数额须大于0，请核对。"))
	if doc.debtor_differs and doc.debtor_name and doc.debtor_name.strip() == doc.applicant_name:
		found.append(form_error("debtor_name", "债务人就是抵押人的，请去掉“债务人不是抵押人”的勾。"))
	return found


def collateral(doc) -> list[dict]:
	found, serials = [], [serial(row) for row in doc.collateral if serial(row)]
	for row in doc.collateral:
		for field, label in (("quantity", "数量"), ("item_value", "价值")):
			if flt(row.get(field)) < 0:
				found.append(form_error(field, f"{label}须大于0，请核对。", "collateral", row.idx))
		if serial(row) and serials.count(serial(row)) > 1:
			found.append(form_error("serial_no", "同一序列号填了两次，请核对。", "collateral", row.idx))
	return found


def serial(row) -> str:
	"""A serial number as it is compared: no spaces, capitals."""
	return re.sub(r"\s", "", row.serial_no or "").upper()


def agent(doc) -> list[dict]:
	"""办法 arts. 3 and 5(6): one of the parties or a common agent applies, with a mandate in force that day."""
	found = []
	if doc.agent_name and not doc.agent_id_no:
		found.append(form_error("agent_id_no", f"请填写“{doc.meta.get_label('agent_id_no')}”。"))
	if message := validators.phone(doc.agent_phone):
		found.append(form_error("agent_phone", message))
	if doc.mandate_until and getdate(doc.mandate_until) < getdate(doc.submitted_on or None):
		found.append(form_error("mandate_until", "委托期限已过，请由双方重新委托后再申请。"))
	return found


def doubts(doc) -> list[str]:
	"""What does not bar a registration, but an officer must look into (重大质疑点, DY-SC-2)."""
	found = []
	if doc.category == registers.CANCEL:
		# Nothing is mortgaged by it, and its content is the register's.
		return found
	total = sum(flt(row.item_value) for row in doc.collateral)
	if total < flt(doc.claim_amount):
		found.append(f"抵押财产总价值 {money(total)} 低于被担保债权 {money(doc.claim_amount)}")
	if doc.term_to and getdate(doc.term_to) < getdate():
		found.append(f"债务履行期限已于 {doc.term_to} 届满")
	for row in doc.collateral:
		if row.customs_supervised:
			found.append(f"第{row.idx}项“{row.item_name}”是海关监管货物，须有海关许可（海关法第三十七条）")
		for number in registered_elsewhere(doc, row):
			found.append(f"第{row.idx}项序列号 {row.serial_no} 已在有效登记 {number} 中抵押")
	return found


def registered_elsewhere(doc, row) -> list[str]:
	"""Numbers of the other registrations in force that have this serial number."""
	wanted = serial(row)
	if not wanted:
		return []
	filters = {"status": registers.LIVE, "serial_numbers": ("like", f"%{wanted}%"), "number": ("!=", doc.register_entry or "")}
	rows = frappe.get_all("Chattel Mortgage Register", filters, ["number", "serial_numbers"], order_by="number asc")
	return [found.number for found in rows if wanted in found.serial_numbers.split("\n")]


def money(amount) -> str:
	"""An amount as documents show it: in yuan, and in 万元 as the older forms had it."""
	amount = flt(amount, 2)
	return f"{amount:,.2f} 元（{amount / TEN_THOUSAND:,.6f}".rstrip("0").rstrip(".") + " 万元）"


def document_values(doc, kind: str) -> dict:
	"""What the documents print beside the fields themselves."""
	return {
		"claim_amount_text": money(doc.claim_amount) if doc.claim_amount else "",
		"total_value_text": money(sum(flt(row.item_value) for row in doc.collateral)),
		"item_values": [f"{flt(row.item_value):,.2f}" for row in doc.collateral],
		"quantities": [f"{flt(row.quantity):g}" for row in doc.collateral],
		"mortgagor_id": doc.id_no if doc.id_type == validators.CREDIT_CODE else mask_id(doc.id_no),
		"mortgagee_ids": [shown_id(row) for row in doc.mortgagees],
		"changes": changes(doc),
		"first_registered_on": str(first_registered_on(doc) or "")[:10],
		"form_code": content_code(doc),
		"accepted_by": full_name(frappe.session.user),
		"rejected_at": "prereview" if kind == "prereview_rejection" else "review",
		**(review_values(doc) if kind == REVIEW_FORM else {}),
	}


def review_values(doc) -> dict:
	"""审查意见表: who examined, what the system pointed at, what he answered in the stage's checklist."""
	found = checklist.current(doc, REVIEW)
	items = frappe.get_doc("Stage Checklist", found.name).items if found else []
	checks = [{"point": row.point, "question": row.question or row.text, "result": row.result or "", "remark": row.remark or ""} for row in items]
	return {"reviewer": full_name(frappe.session.user), "doubts": doubts(doc), "checks": checks}


def changes(doc) -> list[dict]:
	"""Before and after of what a 变更 changes in the register; who applies is no part of it."""
	rows = registers.before_after(doc) if doc.category == CHANGE else []
	return [row for row in rows if row["field"] not in PERSONS]


def shown_id(row) -> str:
	"""A company's code is public; a person's number is masked."""
	return row.id_no if row.id_type == validators.CREDIT_CODE else mask_id(row.id_no)


def first_registered_on(doc):
	found = registers.find(doc.matter, doc.register_entry) if doc.register_entry else None
	return found.versions[0].registered_on if found and found.versions else None
