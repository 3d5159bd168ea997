import { matters } from "./matters";

// A DocType that an administrator made in the browser has an English name and perhaps no translation: the
// matter's own title is what people know it by.
for (const { doctype, title } of matters()) {
	if (!frappe._messages[doctype]) frappe._messages[doctype] = title;
}
