app_name = "gaoping_regulation"
app_title = "高平市场监管"
app_publisher = "高平市市场监督管理局"
app_description = "行政职权运行与廉政风险防控系统"
app_email = "noreply@gaoping.invalid"
app_license = "MIT"
app_logo_url = "/assets/gaoping_regulation/images/logo.svg"

before_install = "gaoping_regulation.install.before_install"
after_install = "gaoping_regulation.install.after_install"
before_migrate = "gaoping_regulation.matters.standard.hold"
after_migrate = "gaoping_regulation.install.after_migrate"

before_request = ["gaoping_regulation.compat.apply", "gaoping_regulation.templating.use_bytecode_cache"]
before_job = ["gaoping_regulation.compat.apply"]
auth_hooks = [
	"gaoping_regulation.portal.security.guard_request",
	"gaoping_regulation.matters.first_login.require_own_password",
]
on_session_creation = ["gaoping_regulation.matters.first_login.send_there"]

extend_bootinfo = ["gaoping_regulation.casework.boot.extend"]
app_include_js = ["gaoping.bundle.js"]
app_include_css = ["desk_case.bundle.css"]

override_whitelisted_methods = {
	"frappe.client.get_count": "gaoping_regulation.engine.overrides.get_count",
	"frappe.client.get_value": "gaoping_regulation.engine.overrides.get_value",
	"frappe.core.api.file.zip_files": "gaoping_regulation.engine.overrides.zip_files",
	"frappe.core.doctype.doctype.doctype.get_row_size_utilization": "gaoping_regulation.engine.overrides.get_row_size_utilization",
	"frappe.core.doctype.data_export.exporter.export_data": "gaoping_regulation.engine.overrides.export_data",
	"frappe.core.doctype.data_import.data_import.download_template": "gaoping_regulation.engine.overrides.download_template",
	"frappe.desk.query_report.export_query": "gaoping_regulation.engine.overrides.export_report",
	"frappe.desk.query_report.get_data_for_custom_field": "gaoping_regulation.engine.overrides.get_data_for_custom_field",
	"frappe.desk.query_report.run": "gaoping_regulation.engine.overrides.run_report",
	"frappe.desk.query_report.save_report": "gaoping_regulation.engine.overrides.save_report",
	"frappe.model.workflow.apply_workflow": "gaoping_regulation.casework.api.apply_workflow",
}

override_doctype_class = {
	"Customize Form": "gaoping_regulation.matters.fence.customize.FencedCustomizeForm",
	"File": "gaoping_regulation.engine.file.CaseFile",
}

doc_events = {
	"*": {
		"before_validate": "gaoping_regulation.matters.fence.children.refuse_alone",
		"validate": "gaoping_regulation.engine.guard.validate",
		"on_update": "gaoping_regulation.engine.guard.on_update",
		"on_trash": [
			"gaoping_regulation.engine.guard.on_trash",
			"gaoping_regulation.matters.fence.children.refuse_alone",
		],
		"on_change": "gaoping_regulation.engine.access.hide_personal",
	},
	"Administrative Matter": {"on_change": "gaoping_regulation.matters.publishing.on_change"},
	"Workflow": {"on_change": "gaoping_regulation.matters.publishing.on_change"},
	"Risk Control Chart": {"on_change": "gaoping_regulation.matters.publishing.on_change"},
	"Work Calendar Day": {"on_change": "gaoping_regulation.engine.clock.clear"},
	"File": {"validate": "gaoping_regulation.engine.protection.check_file"},
	(
		"Blind Review",
		"Case Event",
		"Chattel Mortgage Register",
		"Clock Pause",
		"Configuration Change",
		"Correction Notice",
		"Deadline Extension",
		"Delivery Receipt",
		"Filing Register",
		"Instrument Register",
		"Issued Document",
		"Mandate",
		"Matter Version",
		"Notice Outbox",
		"Number Counter",
		"Privacy Notice",
		"Prize Result",
		"Risk Alert",
		"Stage Checklist",
	): {
		"validate": "gaoping_regulation.engine.protection.refuse_change",
		"on_trash": "gaoping_regulation.engine.protection.refuse_deletion",
		"before_rename": "gaoping_regulation.engine.protection.refuse_renaming",
	},
	"Role": {"on_change": "gaoping_regulation.engine.access.clear_roles"},
	"User": {
		"before_validate": "gaoping_regulation.matters.accounts.remember_roles",
		"validate": "gaoping_regulation.matters.accounts.drop_given_role",
	},
	# What is live at once can be taken back.
	(
		"Administrative Matter",
		"Custom Field",
		"Flow Box",
		"Food Business Item",
		"Instrument Catalogue Item",
		"Notice Template",
		"Print Format",
		"Property Setter",
		"Regulation Settings",
		"Township",
		"Translation",
		"Work Calendar Day",
	): {
		"before_validate": "gaoping_regulation.matters.undoing.note_replaced",
		"on_update": "gaoping_regulation.matters.undoing.on_update",
		"on_trash": "gaoping_regulation.matters.undoing.on_trash",
	},
	# What 业务管理员 may write, within the fence of design 7.
	(
		"Administrative Matter",
		"Custom Field",
		"Dashboard",
		"Dashboard Chart",
		"Number Card",
		"Print Format",
		"Property Setter",
		"Risk Control Chart",
		"Translation",
		"Workflow",
		"Workflow Action Master",
		"Workflow State",
	): {
		"before_validate": "gaoping_regulation.matters.fence.check",
		"on_trash": "gaoping_regulation.matters.fence.check_deletion",
		"before_rename": "gaoping_regulation.matters.fence.refuse_renaming",
	},
}

has_permission = {
	"Dashboard Settings": "gaoping_regulation.matters.accounts.is_own_settings",
	"Accountability Record": "gaoping_regulation.risk_control.doctype.accountability_record.accountability_record.has_permission",
	"Blind Review": "gaoping_regulation.risk_control.doctype.blind_review.blind_review.has_permission",
	"Recusal Declaration": "gaoping_regulation.risk_control.doctype.recusal_declaration.recusal_declaration.has_permission",
	"Risk Alert": "gaoping_regulation.risk_control.alerts.has_permission",
	"*": ["gaoping_regulation.engine.access.has_permission", "gaoping_regulation.matters.records.has_permission"],
}
permission_query_conditions = {
	"Accountability Record": "gaoping_regulation.risk_control.doctype.accountability_record.accountability_record.query_condition",
	"Blind Review": "gaoping_regulation.risk_control.doctype.blind_review.blind_review.query_condition",
	"Recusal Declaration": "gaoping_regulation.risk_control.doctype.recusal_declaration.recusal_declaration.query_condition",
	"Risk Alert": "gaoping_regulation.risk_control.alerts.query_condition",
	"*": ["gaoping_regulation.engine.access.query_condition", "gaoping_regulation.matters.records.query_condition"],
}

scheduler_events = {
	"daily": [
		"gaoping_regulation.matters.delegating.daily",
		"gaoping_regulation.engine.deadlines.daily",
		"gaoping_regulation.casework.expiry.daily",
		"gaoping_regulation.casework.retention.daily",
		"gaoping_regulation.casework.prize_results.remind",
		"gaoping_regulation.casework.verification.certificates.daily",
		"gaoping_regulation.engine.roots.daily",
		"gaoping_regulation.risk_control.detectors.runner.daily",
	],
	"cron": {
		"*/5 * * * *": [
			"gaoping_regulation.engine.documents.retry_waiting",
			"gaoping_regulation.casework.notices.sending.send_due",
			"gaoping_regulation.matters.drafts.steps.publish_due",
		],
		"0 9,15 * * *": ["gaoping_regulation.risk_control.reminders.remind"],
	},
}

home_page = "index"
page_renderer = ["gaoping_regulation.portal.pages.PortalPage"]
website_route_rules = [
	{"from_route": "/matters/<code>", "to_route": "matters"},
	{"from_route": "/apply/<code>", "to_route": "apply"},
	{"from_route": "/cases/<case>", "to_route": "case"},
	{"from_route": "/verify/<code>", "to_route": "verify"},
]
