const APP = "gaoping_regulation.";

/** A reading method of the app; resolves to its message. */
export function read(method, args = {}, options = {}) {
	return call({ method: APP + method, args, type: "GET", ...options });
}

/** A changing method of the app; refusals are shown as the server words them. */
export function send(method, args = {}, options = {}) {
	return call({ method: APP + method, args, type: "POST", ...options });
}

/** A workflow action with its reason and whatever else its dialog asked. */
export function act(doctype, name, action, reason = null, details = null, options = {}) {
	const args = { doc: JSON.stringify({ doctype, name }), action };
	if (reason) args.reason = reason;
	if (details) args.details = JSON.stringify(details);
	return call({ method: "frappe.model.workflow.apply_workflow", args, type: "POST", ...options });
}

function call(options) {
	return new Promise((resolve, reject) => {
		const request = frappe.call({ ...options, callback: (answer) => resolve(answer.message) });
		request.fail?.((xhr) => reject(new Refusal(xhr.responseJSON || {}, xhr.status)));
	});
}

/** A last word on the way out: sent even if the page is gone before the answer, which nobody waits for. */
export function leave(method, args) {
	const headers = { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" };
	fetch(`/api/method/${APP}${method}`, { method: "POST", headers, body: new URLSearchParams(args), keepalive: true }).catch(() => null);
}

/** Upload with a multipart body, which frappe.call does not make. */
export async function upload(method, file, args) {
	const body = new FormData();
	if (file) body.append("file", file, file.name);
	for (const [name, value] of Object.entries(args)) body.append(name, value);
	const response = await fetch(`/api/method/${APP}${method}`, {
		method: "POST",
		headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		body,
	});
	const answer = await response.json().catch(() => ({}));
	if (!response.ok) throw new Refusal(answer, response.status);
	return answer.message;
}

/** The server said no: `errors` are mistakes by field, `text` is the message for people. */
export class Refusal extends Error {
	constructor(answer, status) {
		const text = texts(answer._server_messages);
		super(text || __("没有办成，请稍后重试（{0}）。", [status]));
		this.errors = answer.errors || [];
	}
}

function texts(messages) {
	return JSON.parse(messages || "[]")
		.map((message) => JSON.parse(message).message)
		.flat()
		.join("\n");
}
