"""An applicant's own data, which fills in his forms; a company's colleagues, who see and file its cases."""

import frappe
from frappe.utils import now_datetime

from gaoping_regulation import validators
from gaoping_regulation.engine import events, registry, standing
from gaoping_regulation.engine.errors import StateLocked, form_error, raise_form_errors, refuse
from gaoping_regulation.engine.masking import mask_id
from gaoping_regulation.portal import forms
from gaoping_regulation.portal.identity import accounts, address

DOCTYPE = "Applicant Profile"
PERSON, COMPANY = "个人", "企业"
ID_TYPES = (validators.RESIDENT_ID, validators.RESIDENCE_PERMIT, "护照")
FIELDS = ("profile_type", "applicant_name", "id_type", "id_no", "phone", "address")
LENGTHS = {"applicant_name": 80, "id_no": 20, "phone": 20, "address": 140}
NATURAL = "自然人"
MOST_MEMBERS = 50


def of(user: str, for_update: bool = False):
	"""A user's profile, or None."""
	name = frappe.db.get_value(DOCTYPE, {"user": user})
	return frappe.get_doc(DOCTYPE, name, for_update=for_update) if name else None


def save(user: str, values: dict):
	"""Save one's own profile; a field that is not sent keeps its value. Raises FormErrors that name the field.

	What a provider has verified (name, number, type) stays as it is; a company that has colleagues stays a company.
	"""
	doc = of(user, for_update=True) or new(user)
	given = {name: text(values[name]) for name in FIELDS if name in values}
	raise_form_errors(settled(doc, given))
	doc.update(given)
	if doc.profile_type == COMPANY:
		doc.id_type = validators.CREDIT_CODE
	elif doc.id_type not in ID_TYPES:
		doc.id_type = validators.RESIDENT_ID
	doc.id_no = validators.normalise_id(doc.id_no)
	raise_form_errors(mistakes(doc))
	write(doc)
	return doc


def new(user: str):
	doc = frappe.new_doc(DOCTYPE)
	doc.update({"user": user, "profile_type": PERSON})
	return doc


def text(value) -> str:
	return str(value).strip() if isinstance(value, str | int | float) else ""


def settled(doc, given: dict) -> list[dict]:
	"""The errors of changing what is settled."""
	problems = []
	for name in ("profile_type", "applicant_name", "id_no") if doc.verified_by else ():
		if name in given and given[name] != doc.get(name):
			problems.append(form_error(name, f"这一项已由{doc.verified_by}核验，不能修改；登记事项变更后请重新登录核验。"))
	if given.get("profile_type", doc.profile_type) != COMPANY and current_members(doc):
		problems.append(form_error("profile_type", "还有经办人，不能改为个人。请先移除全部经办人。"))
	return problems


def mistakes(doc) -> list[dict]:
	problems = []
	if doc.profile_type not in (PERSON, COMPANY):
		problems.append(form_error("profile_type", "请选择个人或企业。"))
	if not accounts.NAME.fullmatch(doc.applicant_name or ""):
		problems.append(form_error("applicant_name", "请填写真实姓名或单位名称，不含特殊符号。"))
	if problem := validators.identity(doc.id_no, doc.id_type):
		problems.append(form_error("id_no", problem))
	if problem := validators.phone(doc.phone):
		problems.append(form_error("phone", problem))
	for name, most in LENGTHS.items():
		if len(doc.get(name) or "") > most:
			problems.append(form_error(name, f"不能超过{most}个字，请缩短。"))
	return problems


def write(doc) -> None:
	doc.flags.by_engine = True
	try:
		doc.save(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.clear_messages()
		refuse("资料刚刚在另一处保存过，请刷新页面后再改。", StateLocked)


def from_claims(user: str, provider, claims: dict) -> None:
	"""A verified company profile at its first log-in, where the provider says the company's 统一社会信用代码."""
	code = text(claims.get(provider.credit_code_claim)) if provider.credit_code_claim else ""
	name = text(claims.get(provider.name_claim or "name"))
	if not code or validators.credit_code(code) or not accounts.NAME.fullmatch(name) or of(user):
		return
	doc = new(user)
	values = {"profile_type": COMPANY, "applicant_name": name, "id_type": validators.CREDIT_CODE, "id_no": code}
	doc.update({**values, "verified_by": provider.title})
	write(doc)


def shown(doc) -> dict:
	"""A profile as its owner sees it on the account page; the number masked."""
	if doc is None:
		return {}
	found = {name: doc.get(name) or "" for name in FIELDS if name != "id_no"}
	return {**found, "id_no_masked": mask_id(doc.id_no), "verified_by": doc.verified_by or "", "name": doc.name}


def current_members(doc) -> list:
	return [row for row in doc.members if not row.removed_on]


def add_colleague(user: str, account: str, name: str) -> None:
	"""The company's first user lets a colleague see and file its cases; raises FormErrors or StateLocked."""
	doc = company_of(user)
	colleague = account_of(account, name)
	if colleague == user or any(row.user == colleague for row in current_members(doc)):
		raise_form_errors([form_error("account", "这个人已经是本单位的经办人。")])
	if len(current_members(doc)) >= MOST_MEMBERS:
		raise_form_errors([form_error("account", f"经办人最多{MOST_MEMBERS}人，请先移除不再经办的人。")])
	doc.append("members", {"user": colleague, "member_name": name.strip(), "granted_on": now_datetime()})
	write(doc)
	events.append("增加经办人", {"单位": doc.applicant_name, "经办人": colleague}, matter="")


def remove_colleague(user: str, member: str) -> None:
	"""End a colleague's access, at once; the row stays, with the time."""
	doc = company_of(user)
	row = next((row for row in current_members(doc) if row.name == member), None)
	if row is None:
		refuse("没有这名经办人，或者已经移除。请刷新页面。", frappe.DoesNotExistError, "没有查到")
	row.removed_on = now_datetime()
	write(doc)
	events.append("移除经办人", {"单位": doc.applicant_name, "经办人": row.user}, matter="")


def company_of(user: str):
	doc = of(user, for_update=True)
	if doc is None or doc.profile_type != COMPANY:
		refuse("只有单位的账号可以管理经办人。请先在“我的资料”中选择“企业”并保存。", StateLocked)
	return doc


def account_of(account: str, name: str) -> str:
	"""An applicant's account by its number and its holder's name together: a number alone tells nothing."""
	channel, to = address.parse(account)
	user = accounts.find(channel, to)
	row = frappe.db.get_value("User", user, ["first_name", "enabled", "user_type"], as_dict=True) if user else None
	if row is None or row.user_type != "Website User" or not row.enabled or row.first_name != (name or "").strip():
		raise_form_errors([form_error("account", "没有找到姓名与手机号（或邮箱）都相符的账号，请核对；对方须先注册。")])
	return user


def has_address(user: str) -> bool:
	"""Whether a code can reach the account: one that a provider opened may have neither number nor e-mail."""
	return bool(frappe.db.get_value("User", user, "mobile_no")) or not address.MADE_UP.search(user)


def acting_for(user: str) -> list[dict]:
	"""Whom a user may file for: [{"name" of the profile, "applicant_name", "matters": codes}]."""
	found = []
	for other in sorted(standing.represented(user)):
		doc = of(other)
		matters = [row["code"] for row in registry.live_matters().values() if other in standing.represented(user, row["code"])]
		if doc:
			found.append({"name": doc.name, "applicant_name": doc.applicant_name, "matters": matters})
	return found


def principal(user: str, profile: str | None, matter: str) -> str | None:
	"""The account on whose behalf a user begins a case; raises StateLocked unless he may act for it in this matter."""
	if not profile:
		return None
	other = frappe.db.get_value(DOCTYPE, profile, "user")
	if other == user:
		return None
	if other is None or other not in standing.represented(user, matter):
		refuse("您没有在本事项上代为办理的授权，或者授权已到期。请委托人在“我的账号”中重新委托。", StateLocked)
	return other


def form_values(doctype: str, user: str, other: str | None = None) -> dict:
	"""What the profile knows of a form's fields: the applicant's data, and the agent's where he files for another."""
	fields = {df.fieldname: df for df in forms.form_fields(doctype)}
	profile, own = of(other or user), of(user)
	found = declared(profile, fields) if profile else {}
	if other:
		found["agent_name"] = own.applicant_name if own else events.full_name(user)
		if own and own.profile_type == PERSON:
			found |= {"agent_id_no": own.id_no, "agent_phone": own.phone}
	return {name: value for name, value in found.items() if name in fields and value}


def declared(profile, fields: dict) -> dict:
	kind = COMPANY if profile.profile_type == COMPANY else NATURAL
	found = {"applicant_name": profile.applicant_name, "phone": profile.phone, "address": profile.address}
	if kind in choices(fields.get("applicant_type")):
		found["applicant_type"] = kind
	if profile.id_type in choices(fields.get("id_type")) or (kind == NATURAL and "id_type" not in fields):
		found |= {"id_type": profile.id_type, "id_no": profile.id_no}
	if kind == COMPANY:
		found["credit_code"] = profile.id_no
		# Where the form asks for the operator in person (食品小经营店), a company's name is not his.
		if "姓名" in (getattr(fields.get("applicant_name"), "label", None) or ""):
			found.pop("applicant_name")
	return found


def choices(df) -> list[str]:
	return (df.options or "").split("\n") if df else []
