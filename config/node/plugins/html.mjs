// `import "./x.html"` registers the file as frappe.templates["x"].

import fs from "node:fs";
import path from "node:path";

export function html() {
	return {
		name: "html",
		setup(build) {
			build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
				const name = path.basename(file).split(".")[0];
				// The framework's templates are written as the inside of a template literal (some
				// have \' in them), so a plain JSON string would not give what its own build gives.
				const text = fs.readFileSync(file, "utf8").replaceAll("`", "\\`");
				return { contents: `frappe.templates[${JSON.stringify(name)}] = \`${text}\`;`, loader: "js" };
			});
		},
	};
}
