// Words that packages have written into them in English go through the desk's translation: what awesomplete
// tells screen readers, the days and months of frappe-charts' heat map, the hints of frappe-datatable's filters.

import fs from "node:fs";

const ASKED = (text) => `window.__(${text})`;
// A list whose words are translated when one is taken out: the charts are loaded before the translation.
const LATER = (list) => `new Proxy(${list}, { get: (all, at) => (typeof all[at] === "string" ? window.__(all[at]) : all[at]) })`;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

// Each piece of a package's source, and what stands there instead.
const PACKAGES = [
	{
		file: /[\\/]awesomplete[\\/]awesomplete\.js$/,
		pieces: [
			['"Begin typing for results."', ASKED('"Begin typing for results."')],
			['("Type " + this.minChars + " or more characters for results.")', ASKED('"Type {0} or more characters for results.", [this.minChars]')],
			['lis[i].textContent + ", list item " + (i + 1) + " of " + lis.length', ASKED('"{0}, list item {1} of {2}", [lis[i].textContent, i + 1, lis.length]')],
			['"No results found"', ASKED('"No results found"')],
			['this.ul.children.length + " results found"', ASKED('"{0} results found", [this.ul.children.length]')],
		],
	},
	{
		file: /[\\/]frappe-charts[\\/]dist[\\/]frappe-charts\.esm\.js$/,
		pieces: [
			[JSON.stringify(MONTHS), LATER(JSON.stringify(MONTHS))],
			[JSON.stringify(DAYS), LATER(JSON.stringify(DAYS))],
			['"Less"', ASKED('"Less"')],
			['"More"', ASKED('"More"')],
		],
	},
	{
		file: /[\\/]frappe-datatable[\\/]dist[\\/]frappe-datatable\.cjs\.js$/,
		pieces: [["Filter based on ${props.name || 'Index'}", '${window.__("Filter by {0}", [props.name || window.__("No.")])}']],
	},
];

export function spoken() {
	return {
		name: "spoken",
		setup(build) {
			for (const { file, pieces } of PACKAGES) build.onLoad({ filter: file }, ({ path }) => ({ contents: translated(path, pieces), loader: "js" }));
		},
	};
}

/** Another version may say other things; it stays as it is rather than half replaced. */
function translated(path, pieces) {
	const source = fs.readFileSync(path, "utf8");
	const known = pieces.every(([piece]) => source.includes(piece));
	return known ? pieces.reduce((text, [piece, instead]) => text.replaceAll(piece, () => instead), source) : source;
}
