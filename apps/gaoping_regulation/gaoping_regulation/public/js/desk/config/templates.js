/**
 * The form of a print format asks for the DocType it prints, which brings all that DocType's formats along and puts
 * them in the place of the one on the screen: what is typed would not be saved. Ours stays in its place.
 */
frappe.ui.form.on("Print Format", {
	refresh(frm) {
		if (frm.is_new() || !frm.doc.doc_type) return;
		frappe.model.with_doctype(frm.doc.doc_type, () => {
			locals[frm.doctype][frm.docname] = frm.doc;
		});
	},
});
