// What the supervision reports and pages share: their filters, and the lists behind a figure.

frappe.provide("gaoping.supervision");

const BEGIN_OF_YEAR = () => `${frappe.datetime.get_today().slice(0, 4)}-01-01`;

gaoping.supervision.filters = (more = []) => [
	{ fieldname: "matter", label: "事项", fieldtype: "Link", options: "Administrative Matter" },
	{ fieldname: "from_date", label: "起始日期", fieldtype: "Date", default: BEGIN_OF_YEAR(), reqd: 1 },
	{ fieldname: "to_date", label: "截止日期", fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 },
	...more,
];

const list = (doctype, filters) => `/app/${frappe.router.slug(doctype)}?${new URLSearchParams(filters)}`;

gaoping.supervision.form = (doctype, name) => frappe.utils.get_form_link(doctype, name);
// An alert with several risk points names them in one field.
gaoping.supervision.alerts = (field, key, more = {}) =>
	list("Risk Alert", { [field]: field === "points" ? JSON.stringify(["like", `%${key}%`]) : key, ...more });
gaoping.supervision.checklists = (matter, stage, more = {}) => list("Stage Checklist", { matter, stage, ...more });
gaoping.supervision.signed = (user) => list("Stage Checklist", { signed_by: user });
gaoping.supervision.overdue = (matter, stage, from_date, to_date) =>
	`/app/query-report/Overdue Cases?${new URLSearchParams({ matter, stage, from_date, to_date })}`;

// A report's formatter: core writes texts into the page as HTML, and a reason is what an officer typed.
gaoping.supervision.plain = (value, row, column, data, standard) =>
	standard(typeof value === "string" ? frappe.utils.escape_html(value) : value, row, column, data);

// The same with one column as a link; `href(row)` may give nothing.
gaoping.supervision.linked = (fieldname, href) => (value, row, column, data, standard) => {
	const shown = gaoping.supervision.plain(value, row, column, data, standard);
	const target = column.fieldname === fieldname && data && href(data);
	return target ? `<a href="${frappe.utils.escape_html(target)}">${shown}</a>` : shown;
};

// Asks for a month and opens its report as PDF. The server refuses who may not.
gaoping.supervision.monthly = () => {
	const last = frappe.datetime.add_months(frappe.datetime.get_today(), -1);
	const years = [0, 1, 2, 3, 4].map((back) => String(new Date().getFullYear() - back));
	const months = Array.from({ length: 12 }, (_, at) => String(at + 1));
	const fields = [
		{ fieldname: "year", label: "年", fieldtype: "Select", options: years, default: last.slice(0, 4), reqd: 1 },
		{ fieldname: "month", label: "月", fieldtype: "Select", options: months, default: String(Number(last.slice(5, 7))), reqd: 1 },
	];
	frappe.prompt(
		fields,
		({ year, month }) => {
			const method = "gaoping_regulation.risk_control.supervision.api.download_monthly_report";
			window.open(`/api/method/${method}?${new URLSearchParams({ year, month })}`);
		},
		"监督月报",
		"下载",
	);
};

// A button for those who watch all matters.
gaoping.supervision.offer_monthly = (page) => {
	if (frappe.boot.gaoping?.watches) page.add_inner_button("监督月报", gaoping.supervision.monthly);
};
