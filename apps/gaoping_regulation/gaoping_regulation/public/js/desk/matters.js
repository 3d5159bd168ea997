/** The matters that the user reads; which DocTypes they are is told at start, never listed in a script. */
export function matters() {
	return frappe.boot.gaoping?.matters || [];
}

export function matter_of(doctype) {
	return matters().find((matter) => matter.doctype === doctype);
}

/** The counter's entry form of a matter, for a new case or one that was begun. */
export function entry_route(matter, name) {
	return ["counter-entry", matter.code, ...(name ? [name] : [])];
}
