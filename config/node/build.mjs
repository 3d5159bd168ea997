// Builds the browser bundles of the bench's apps into sites/assets, where Frappe looks for them.
//
//   node config/node/build.mjs [--apps frappe,gaoping_regulation] [--sites sites]
//                              [--framework-modules config/node/node_modules]
//
// It takes the place of the framework's own build, which needs yarn and a registry that is not
// reachable everywhere, and which writes into the framework's source. Names and keys of the output
// are the ones that the framework's build gives, because Frappe reads them at run time.

import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { findApps, findBundles } from "./bundles.mjs";
import { publish } from "./publish.mjs";
import { datepicker, locations } from "./plugins/resolve.mjs";
import { html } from "./plugins/html.mjs";
import { spoken } from "./plugins/spoken.mjs";
import { styles as styleSheets } from "./plugins/styles.mjs";
import { loadTools } from "./tools.mjs";
import { vue } from "./plugins/vue.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));

const OPTIONS = {
	apps: { type: "string" },
	sites: { type: "string", default: "sites" },
	"framework-modules": { type: "string", default: path.join(HERE, "node_modules") },
};

// The desk's own floor for scripts.
const SCRIPT_TARGET = "es2017";
// Print styles are also read by wkhtmltopdf, whose engine knows neither #rrggbbaa nor `inset`:
// without an old browser named here the minifier would write both.
const STYLE_TARGET = "chrome60";

async function main() {
	const started = Date.now();
	const { values } = parseArgs({ options: OPTIONS });
	const modules = path.resolve(values["framework-modules"]);
	const apps = findApps("apps", values.apps?.split(",").filter(Boolean));
	const everyApp = findApps("apps");
	const bundles = findBundles(apps);

	const tools = loadTools(modules, everyApp);
	const scripts = buildScripts(tools, bundles.scripts);
	const styles = buildStyles(tools, bundles.styles, { rtl: false });
	// One after the other, so that a mistake in a style sheet is told once.
	const mirrored = styles.then(() => buildStyles(tools, bundles.styles, { rtl: true }));
	const files = (await Promise.all([scripts, styles, mirrored])).flat();
	publish({ sites: path.resolve(values.sites), apps, modules, files, partial: Boolean(values.apps) });

	const count = bundles.scripts.length + bundles.styles.length;
	console.log(`${count} bundles built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** The settings that scripts and styles share. */
function settings(tools, entries, outdir) {
	return {
		entryPoints: entries.map(({ source, output }) => ({ in: source, out: output })),
		outdir,
		bundle: true,
		minify: true,
		write: false,
		logLevel: "error",
		nodePaths: tools.nodePaths,
	};
}

async function buildScripts(tools, entries) {
	if (!entries.length) return [];
	const outdir = path.resolve("out");
	const result = await tools.esbuild.build({
		...settings(tools, entries, outdir),
		target: SCRIPT_TARGET,
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
		plugins: [locations(), datepicker(tools), spoken(), html(), vue(tools), styleSheets(tools, { rtl: false })],
	});
	const texts = byOutput(result, outdir);
	return entries.map(({ source, output }) => ({
		key: path.basename(source),
		output: `${output}.js`,
		contents: withStyle(texts.get(`${output}.js`), texts.get(`${output}.css`)),
	}));
}

async function buildStyles(tools, entries, { rtl }) {
	if (!entries.length) return [];
	const outdir = path.resolve("out");
	const result = await tools.esbuild.build({
		...settings(tools, entries, outdir),
		target: STYLE_TARGET,
		plugins: [locations(), styleSheets(tools, { rtl })],
	});
	const texts = byOutput(result, outdir);
	return entries.map(({ source, output }) => ({
		rtl,
		key: path.basename(source),
		output: `${rtl ? output.replace("/css/", "/css-rtl/") : output}.css`,
		contents: texts.get(`${output}.css`),
	}));
}

function byOutput(result, outdir) {
	return new Map(result.outputFiles.map((file) => [path.relative(outdir, file.path), file.text]));
}

/**
 * The styles of a script's Vue components travel inside the script: Frappe loads a bundle by one
 * address and would not ask for a second file.
 */
function withStyle(script, css) {
	if (!css?.trim()) return script;
	const text = JSON.stringify(css.trim());
	return `(()=>{const s=document.createElement("style");s.textContent=${text};document.head.append(s)})();\n${script}`;
}

main().catch((error) => {
	// esbuild has already printed its own errors, with the place in the source.
	if (!error.errors) console.error(process.env.DEBUG ? error : `✘ ${error.message}`);
	console.error("The assets were not built; those of the last build are untouched.");
	process.exit(1);
});
