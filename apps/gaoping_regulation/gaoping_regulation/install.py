"""What installing and migrating the app puts into a site; nothing that an administrator changed is touched."""

import secrets
from datetime import date

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from gaoping_regulation import seeding
from gaoping_regulation.casework import privacy
from gaoping_regulation.matters import rights, standard, workspaces
from gaoping_regulation.risk_control.detectors import runner

ROLE_FIELDS = {
	"Role": [
		{
			"fieldname": "role_key",
			"label": "角色标识",
			"fieldtype": "Data",
			"read_only": 1,
			"unique": 1,
			"no_copy": 1,
			"insert_after": "role_name",
			"description": "程序以此识别角色，改名不改标识",
		}
	]
}
WIZARD = {
	"language": "简体中文",
	"country": "China",
	"timezone": "Asia/Shanghai",
	"currency": "CNY",
	"enable_telemetry": 0,
}
SECURITY = {
	# Core locks at one more than it is told: the fifth failure.
	"allow_consecutive_login_attempts": 4,
	"allow_login_after_fail": 1800,
	"session_expiry": "12:00",
	"allow_login_using_mobile_number": 1,
	"enable_password_policy": 1,
	"minimum_password_score": 2,
	"enable_onboarding": 0,
	"disable_document_sharing": 1,
	"allow_error_traceback": 0,
	"first_day_of_the_week": "Monday",
	"rounding_method": "Commercial Rounding",
	"enable_scheduler": 1,
}
CALENDAR_YEARS = 3


def before_install() -> None:
	"""Roles first: DocTypes name them, and core would create them with desk access for everybody."""
	create_custom_fields(ROLE_FIELDS, ignore_validate=True)
	for record in seeding.seeds("role"):
		if not frappe.db.exists("Role", record["role_name"]):
			seeding.insert(record)


def after_install() -> None:
	set_defaults("Regulation Settings")
	load_seeds()
	privacy.settle()
	rights.grant()
	runner.sync()
	workspaces.keep_for_administrators()
	standard.settle()
	fill_calendar()


def set_defaults(single: str) -> None:
	"""Store a Single's defaults at installation: core stores the present moment for every Time field of it."""
	settings = frappe.get_doc(single)
	settings.update({df.fieldname: df.default for df in settings.meta.fields if df.default})
	settings.save(ignore_permissions=True)


def after_migrate() -> None:
	"""Let untouched seeds follow the new version; what an administrator changed stays and is listed."""
	report = load_seeds()
	privacy.settle()
	rights.grant()
	runner.sync()
	workspaces.keep_for_administrators()
	for name in report["kept"] + standard.settle():
		print(f"  保留管理员的修改：{name}（新版本的内容见“升级差异”）")


def load_seeds() -> dict[str, list[str]]:
	from gaoping_regulation.engine import registry

	report = seeding.load_all()
	for code in frappe.get_all("Administrative Matter", pluck="name"):
		registry.publish(code)
	frappe.clear_cache()
	return report


def fill_calendar() -> None:
	"""Fill the Work Calendar with the State Council's holidays, as far as the package knows them.

	Source: the yearly notice of the State Council's office, as `chinesecalendar` carries it.
	"""
	import chinese_calendar

	first = date.today().year - 1
	for year in range(first, first + CALENDAR_YEARS):
		try:
			days = chinese_calendar.get_dates(date(year, 1, 1), date(year, 12, 31))
			details = {day: chinese_calendar.get_holiday_detail(day) for day in days}
		except NotImplementedError:
			continue
		for day, (off, title) in details.items():
			if title is None and off == (day.weekday() >= 5):
				continue
			if off == (day.weekday() >= 5) and not title:
				continue
			add_calendar_day(day, "放假" if off else "调休上班", title)


def add_calendar_day(day: date, kind: str, title: str | None) -> None:
	if frappe.db.exists("Work Calendar Day", str(day)):
		return
	record = frappe.get_doc(doctype="Work Calendar Day", day=day, kind=kind, title=HOLIDAYS.get(title, title))
	record.insert(ignore_permissions=True)


HOLIDAYS = {
	"New Year's Day": "元旦",
	"Spring Festival": "春节",
	"Tomb-sweeping Day": "清明节",
	"Labour Day": "劳动节",
	"Dragon Boat Festival": "端午节",
	"National Day": "国庆节",
	"Mid-autumn Festival": "中秋节",
}


def prepare_site() -> None:
	"""Finish the setup wizard headless and undo what it leaves wrong: time zones, tour, default password rules."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	frappe.local.form_dict = frappe._dict()
	outcome = setup_complete({**WIZARD})
	if outcome.get("status") != "ok":
		raise frappe.ValidationError(f"setup wizard: {outcome}")
	for user in ("Administrator", "Guest"):
		frappe.db.set_value("User", user, {"time_zone": WIZARD["timezone"], "language": "zh"})
	settings = frappe.get_doc("System Settings")
	settings.update({field: value for field, value in SECURITY.items() if settings.meta.has_field(field)})
	settings.save(ignore_permissions=True)
	set_currency()
	set_website()
	if not frappe.conf.encryption_key:
		from cryptography.fernet import Fernet
		from frappe.installer import update_site_config

		update_site_config("encryption_key", Fernet.generate_key().decode())
	frappe.clear_cache()


def set_currency() -> None:
	"""Core ignores the wizard's currency: make the yuan the default, with its sign."""
	frappe.db.set_value("Currency", "CNY", {"enabled": 1, "symbol": "¥"})
	frappe.db.set_default("currency", "CNY")
	frappe.db.set_default("date_format", "yyyy-mm-dd")


def set_website() -> None:
	website = frappe.get_doc("Website Settings")
	website.update({"app_name": "高平市市场监管", "disable_signup": 1, "home_page": "index", "hide_footer_signup": 1})
	website.save(ignore_permissions=True)


def random_password() -> str:
	"""Letters, digits and a sign: strong by the site's own policy."""
	return f"Gp-{secrets.token_urlsafe(9)}-{secrets.randbelow(90) + 10}"
