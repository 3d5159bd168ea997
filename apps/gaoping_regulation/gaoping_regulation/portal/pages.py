"""How the public pages are rendered, and what every page knows.

Frappe's own Jinja environment does not escape values. Pages under www/ are therefore rendered by PortalPage
(hook `page_renderer`) in an environment of ours that escapes everything, is compiled once per process, and
gives templates nothing but their context and the filters below.
"""

import os
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import quote

import frappe
import jinja2
from frappe.utils import get_datetime
from frappe.website.page_renderers.template_page import TemplatePage

APP = "gaoping_regulation"
BUREAU = "高平市市场监督管理局"
# The framework renders these itself, also when the error lies outside our pages.
FRAMEWORK_PAGES = ("404", "error", "message")

HEADERS = {
	"Content-Security-Policy": (
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	),
	"Referrer-Policy": "same-origin",
	"X-Content-Type-Options": "nosniff",
	# A page names its reader and the state of his cases: it must not outlive the session in a cache.
	"Cache-Control": "no-store",
}

# The chip's colour; its text says the same. Any other state is one where the bureau is working.
TONES = {
	"draft": "idle",
	"withdrawn": "idle",
	"correction": "warn",
	"fix_on_spot": "warn",
	"prereview_rejected": "warn",
	"review_rejected": "warn",
	"sealed_upload": "warn",
	"rejected": "bad",
	"terminated": "bad",
	"closed": "good",
}


class PortalPage(TemplatePage):
	"""A page of this app's www/ folder: <page>.html with an optional <page>.py, as in every Frappe app."""

	def can_render(self) -> bool:
		return bool(
			super().can_render()
			and self.app == APP
			and self.file_dir == "www"
			and self.template_path.endswith(".html")
			and self.path not in FRAMEWORK_PAGES
		)

	def render(self):
		# Also keeps a page that is missing today (a case, a matter not yet published) out of the 404 cache.
		frappe.local.no_cache = 1
		try:
			html = self.get_html()
		except (frappe.DoesNotExistError, frappe.PermissionError):
			# One answer for both: whether somebody else's case exists is nobody's business.
			self.http_status_code = 404
			html = render("www/404.html", base_context(self.path))
		return self.build_response(html, headers=HEADERS)

	def get_html(self) -> str:
		self.context = base_context(self.path)
		self.set_pymodule()
		if self.pymodule_name:
			self.pymodule = frappe.get_module(self.pymodule_name)
			self.run_pymodule_method("get_context")
		return render(self.template_path, self.context)


def render(template: str, context: dict) -> str:
	return environment().get_template(template).render(context)


def base_context(path: str) -> frappe._dict:
	session = frappe.session
	signed_in = session.user != "Guest"
	account = frappe.get_cached_value("User", session.user, ["full_name", "user_type"], as_dict=True) or frappe._dict()
	return frappe._dict(
		path=path,
		title=BUREAU,
		bureau=BUREAU,
		user=session.user,
		signed_in=signed_in,
		fullname=account.full_name or session.user,
		is_staff=account.user_type == "System User",
		build_version=asset_version(),
	)


def require_login() -> None:
	"""Send a guest to the log-in page and back to where he was going."""
	if frappe.session.user != "Guest":
		return
	request = frappe.local.request
	target = request.path + (f"?{request.query_string.decode()}" if request.query_string else "")
	redirect(f"/login?redirect-to={quote(target)}")


def redirect(location: str) -> None:
	frappe.flags.redirect_location = location
	raise frappe.Redirect


def same_site_path(value: str | None) -> str:
	"""`value` if it is a path on this site, else nothing: a log-in link must not lead elsewhere."""
	value = value or ""
	# Browsers read a backslash as a slash and drop control characters, so both could hide a host.
	if value.startswith("/") and not value.startswith("//") and "\\" not in value and value.isprintable():
		return value
	return ""


class Environment(jinja2.Environment):
	"""A name after a dict is one of its keys only: a field called `items` must not find the dict's method."""

	def getattr(self, obj, attribute):
		return self.key_of(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)

	def getitem(self, obj, argument):
		return self.key_of(obj, argument) if isinstance(obj, dict) else super().getitem(obj, argument)

	def key_of(self, obj: dict, key):
		return obj[key] if key in obj else self.undefined(obj=obj, name=key)


@lru_cache
def environment() -> jinja2.Environment:
	env = Environment(
		loader=jinja2.FileSystemLoader(frappe.get_app_path(APP)),
		autoescape=True,
		# An administrator's matter may lack any text: it prints as nothing instead of failing the page.
		undefined=jinja2.ChainableUndefined,
		auto_reload=bool(frappe.conf.developer_mode),
		trim_blocks=True,
		lstrip_blocks=True,
	)
	env.policies["json.dumps_kwargs"] = {"default": str, "ensure_ascii": False}
	env.filters.update(cn_date=cn_date, cn_month=cn_month, cn_time=cn_time, clock=clock, limit=limit, tone=tone)
	return env


@lru_cache
def asset_version() -> str:
	"""Changes whenever a style or script of the portal does, so that browsers may keep them for long."""
	public = frappe.get_app_path(APP, "public")
	files = (entry for folder in ("css", "js/portal") for entry in os.scandir(os.path.join(public, folder)))
	return format(int(max(entry.stat().st_mtime for entry in files)), "x")


def cn_date(value: date | str | None) -> str:
	"""2026年11月22日"""
	if not value:
		return ""
	value = get_datetime(value) if isinstance(value, str) else value
	return f"{value.year}年{value.month}月{value.day}日"


def cn_month(value: str) -> str:
	"""2026-11 as 2026年11月"""
	year, month = value.split("-")
	return f"{year}年{int(month)}月"


def cn_time(value: datetime | str | None) -> str:
	"""2026年11月22日 14:05"""
	if not value:
		return ""
	return f"{cn_date(value)} {get_datetime(value):%H:%M}"


def clock(value: str | None) -> str:
	"""09:00, as a time input holds it; Frappe gives 9:00:00."""
	return ":".join(part.zfill(2) for part in str(value).split(":")[:2]) if value else ""


def limit(value: int | float | str | None) -> str:
	"""A time limit as people say it: 0 is 当场, a number is working days, a text stands as it is."""
	if value is None or value == "":
		return ""
	text = str(value)
	if not text.replace(".", "", 1).isdigit():
		return text
	return "当场办结" if float(text) == 0 else f"{float(text):g} 个工作日"


def tone(state_key: str | None) -> str:
	return TONES.get(state_key or "", "busy")
