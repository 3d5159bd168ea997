import { matter_of } from "./matters";

// The stock menu knows neither checklists nor reasons: for matters the case's own panel brings the actions.
const Stock = frappe.ui.form.States;

frappe.ui.form.States = class extends Stock {
	show_actions(state) {
		if (!matter_of(this.frm.doctype)) super.show_actions(state);
	}
};
