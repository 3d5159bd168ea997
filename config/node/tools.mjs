// The build's tools, taken from the folder that also holds the framework's packages, so that one
// installation serves both and the Vue compiler is the one of the Vue that is bundled.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export function loadTools(modules, apps) {
	if (!fs.existsSync(path.join(modules, "esbuild"))) {
		throw new Error(`no packages in ${path.relative("", modules)}: run \`npm ci\` in the folder above it`);
	}
	const require = createRequire(path.join(modules, "index.js"));
	const roots = apps.map((app) => app.path);
	const ownModules = roots.map((root) => path.join(root, "node_modules")).filter(fs.existsSync);
	// Packages first, then the apps: "frappe/public/js/…" names a file of an app.
	const nodePaths = [modules, ...ownModules, ...roots];
	return {
		modules,
		nodePaths,
		require,
		esbuild: require("esbuild"),
		sass: sassCompiler(require("sass"), nodePaths),
		postcss: require("postcss"),
		autoprefixer: require("autoprefixer"),
		rtlcss: require("rtlcss"),
	};
}

/** Sass with the framework's import rules; a file is compiled once for both reading directions. */
function sassCompiler(sass, nodePaths) {
	const options = {
		loadPaths: nodePaths,
		importers: [{ findFileUrl: (url) => fromPackage(url, nodePaths) }],
		quietDeps: true,
		verbose: true,
		// The framework's sheets use what Sass deprecates; nobody here can change that.
		logger: {
			warn(message, { deprecation, span }) {
				if (!deprecation) console.warn(`sass: ${message}${span?.url ? ` (${span.url})` : ""}`);
			},
		},
	};
	const compiled = new Map();
	return {
		file(name) {
			if (!compiled.has(name)) compiled.set(name, sass.compile(name, options).css);
			return compiled.get(name);
		},
		text(source, file, syntax) {
			const url = pathToFileURL(file);
			return sass.compileString(source, { ...options, syntax, url }).css;
		},
	};
}

/** "~package/file" is a file of a package. Sass itself tries its extensions and partial names. */
function fromPackage(url, nodePaths) {
	if (!url.startsWith("~")) return null;
	const name = url.slice(1);
	const parent = nodePaths.find((folder) => fs.existsSync(path.join(folder, path.dirname(name))));
	return parent ? pathToFileURL(path.join(parent, name)) : null;
}
