import { send } from "./server";

const METHOD = "/api/method/gaoping_regulation.casework.desk.download_document";

export function document_url(name) {
	return `${METHOD}?document=${encodeURIComponent(name)}`;
}

/** Print a document; from the second time on the reason is asked and kept. Resolves to whether it was printed. */
export async function print(document) {
	const reason = document.print_count ? await ask_reason(document) : null;
	if (document.print_count && !reason) return false;
	await send("casework.desk.print_document", { document: document.name, reason });
	document.print_count = (document.print_count || 0) + 1;
	await to_printer(document.name);
	return true;
}

function ask_reason(document) {
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title: __("补打《{0}》", [document.title]),
			fields: [{ fieldtype: "Small Text", fieldname: "reason", label: __("补打理由"), reqd: 1 }],
			primary_action_label: __("补打"),
			primary_action({ reason }) {
				resolve(reason);
				// Whoever is quicker than the dialog's fading in would be ignored.
				dialog.$wrapper.one("shown.bs.modal", () => dialog.hide());
				dialog.hide();
			},
			on_hide: () => resolve(null),
		});
		dialog.show();
	});
}

/** Open the browser's print dialog on the PDF itself; where it cannot, the PDF opens beside. */
async function to_printer(name) {
	const response = await fetch(document_url(name));
	const address = URL.createObjectURL(await response.blob());
	const frame = document.createElement("iframe");
	frame.className = "gp-printer";
	frame.src = address;
	frame.onload = () => {
		try {
			frame.contentWindow.focus();
			frame.contentWindow.print();
		} catch (error) {
			window.open(address, "_blank", "noopener");
		}
	};
	document.querySelector(".gp-printer")?.remove();
	document.body.append(frame);
}
