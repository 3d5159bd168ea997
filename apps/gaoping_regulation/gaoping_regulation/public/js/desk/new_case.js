import { entry_route, matters } from "./matters";

// Whatever makes a new case on the Desk leads to the counter's entry form.
for (const matter of matters()) {
	frappe.create_routes[matter.doctype] = entry_route(matter).join("/");
}
