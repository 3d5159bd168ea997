// Which apps there are, and which of their files are bundles.

import fs from "node:fs";
import path from "node:path";

const SCRIPT = /\.bundle\.(js|ts|jsx|tsx)$/;
const STYLE = /\.bundle\.(css|scss|sass)$/;
const UNSUPPORTED = /\.bundle\.(less|styl)$/;

/** The apps of the bench that have something for the browser: apps/<app>/<app>/public. */
export function findApps(root, names) {
	const found = names ?? fs.readdirSync(root).sort((a, b) => (b === "frappe") - (a === "frappe") || (a < b ? -1 : 1));
	const apps = found.map((name) => ({
		name,
		path: path.resolve(root, name),
		public: path.resolve(root, name, name, "public"),
	}));
	const missing = apps.filter((app) => !fs.existsSync(app.public));
	if (names && missing.length) {
		throw new Error(`no public folder in ${missing.map((app) => `${root}/${app.name}`).join(", ")}`);
	}
	return apps.filter((app) => !missing.includes(app));
}

/** The bundles of the apps: where each is, and what it is called in sites/assets without its hash. */
export function findBundles(apps) {
	const scripts = [];
	const styles = [];
	const taken = new Map();
	for (const app of apps) {
		for (const source of walk(app.public, app.public)) {
			if (UNSUPPORTED.test(source)) {
				throw new Error(`${path.relative("", source)}: only css, scss and sass are built`);
			}
			const isScript = SCRIPT.test(source);
			if (!isScript && !STYLE.test(source)) continue;
			const name = path.basename(source, path.extname(source));
			const output = `${app.name}/dist/${isScript ? "js" : "css"}/${name}`;
			if (taken.has(output)) {
				throw new Error(`two bundles have one name: ${path.relative("", source)} and ${taken.get(output)}`);
			}
			taken.set(output, path.relative("", source));
			(isScript ? scripts : styles).push({ source, output });
		}
	}
	return { scripts, styles };
}

function* walk(folder, top) {
	const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const entry of entries) {
		const full = path.join(folder, entry.name);
		// A checkout that was once built by the framework itself keeps its output in public/dist.
		if (entry.name === "node_modules" || (folder === top && entry.name === "dist")) continue;
		if (entry.isDirectory()) yield* walk(full, top);
		else yield full;
	}
}
