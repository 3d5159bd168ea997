// Where the framework writes a name into a translated sentence and leaves the name itself in English.

const chart = frappe.widget.widget_factory.chart.prototype;
const { set_chart_actions } = chart;

chart.set_chart_actions = function (actions) {
	const { document_type, report_name } = this.chart_doc;
	const leads = actions.find((row) => row.action === "action-list");
	if (leads) leads.label = document_type ? __("{0} List", [__(document_type)]) : __("{0} Report", [__(report_name)]);
	return set_chart_actions.call(this, actions);
};

const { get_route_label } = frappe.utils;

/** "List/User", "query-report/Overdue Cases", "List/User/Report/Name": the second and the fourth part are names. */
frappe.utils.get_route_label = (route) =>
	get_route_label(route.split("/").map((part, at) => (at === 1 || at === 3 ? __(part) : part)).join("/"));

// An advertisement in the report view, in English; this is how the user himself would dismiss it.
localStorage.setItem("show_insights_banner", "false");

// Everybody works in the bureau's time zone: its English name below each moment says nothing.
const moments = frappe.ui.form.ControlDatetime.prototype;
const { set_description } = moments;

moments.set_description = function (...args) {
	this.df.hide_timezone = 1;
	return set_description.apply(this, args);
};
