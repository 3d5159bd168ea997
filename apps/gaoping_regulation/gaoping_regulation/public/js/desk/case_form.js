import { CaseScreen } from "./case_screen";
import { entry_route, matter_of } from "./matters";

$(document).on("form-refresh", (event, frm) => {
	const matter = matter_of(frm.doctype);
	if (!matter) return;
	if (frm.is_new()) {
		frappe.route_flags.replace_route = true;
		frappe.set_route(...entry_route(matter));
		return;
	}
	frm.case_screen = frm.case_screen || new CaseScreen(frm, matter);
	frm.case_screen.refresh();
});
