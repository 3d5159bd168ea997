"""The one table of what guests and applicants reach. Whatever is not here is refused, whatever the framework offers."""

import re

PORTAL_MODULE = "gaoping_regulation.portal.api"
PORTAL_METHOD = re.compile(rf"{re.escape(PORTAL_MODULE)}\.[a-z_]+")
# Anything else in a method's place is read in one way here and in another by the framework.
METHOD_NAME = re.compile(r"\w+(\.\w+)*")

GUEST_METHODS = frozenset(
	(
		"login",
		"logout",
		"web_logout",
		"ping",
		"frappe.ping",
		"frappe.auth.get_logged_user",
		"frappe.handler.logout",
		"frappe.handler.web_logout",
		"frappe.handler.ping",
	)
)

# Pages for applicants send a guest to log in; the Desk's page does too, and refuses an applicant.
PAGES = re.compile(
	r"/?$|/(index|login|track|verify|register|figures|complain|signup|reset-password|account|idp|matters|cases|apply)$"
	r"|/(my-data|privacy|app|robots\.txt|favicon\.ico)$"
	r"|/(matters|verify|cases|apply)/[\w=.-]+$|/app/"
)
# Core asks the file's own document for permission: an applicant opens the files of his own cases.
APPLICANT_FILES = re.compile(r"/private/files/[\w.-]+$")

# A GET changes nothing: of the framework's methods that take both GET and POST, only those that read by name.
READS = re.compile(
	r"(get|search|load|fetch|download|export|count|list|view|read|query|show|version|check|(can|has|is)_|report_to_pdf"
	r"|(checklist|ping|report|run|validate_link)$)"
)


def is_open_to_guests(method: str) -> bool:
	return method in GUEST_METHODS or is_portal_method(method)


def is_portal_method(method: str) -> bool:
	return bool(PORTAL_METHOD.fullmatch(method))


def is_open_page(path: str, logged_in: bool) -> bool:
	"""Whether a guest (or an applicant) may load a page."""
	return bool(PAGES.match(path) or (logged_in and APPLICANT_FILES.match(path)))


def reads_only(method: str) -> bool:
	return bool(READS.match(method.rpartition(".")[2]))
