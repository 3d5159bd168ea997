// Writes the package.json by which a released framework's browser packages are installed together
// with this build's tools, without touching the framework's own folder:
//
//   node config/node/prepare.mjs apps/frappe/package.json <target>
//   (cd <target> && npm install --ignore-scripts --no-audit --no-fund)
//   node config/node/build.mjs --framework-modules <target>/node_modules

import fs from "node:fs";
import path from "node:path";

const OURS = readJson(new URL("package.json", import.meta.url));

// Plugins of the framework's own build. Nothing here uses them, and the versions that they ask
// for beside them would keep npm from installing ours.
const REPLACED = [
	"@frappe/esbuild-plugin-postcss2",
	"@vue/component-compiler",
	"cssnano",
	"esbuild-plugin-vue3",
	"esbuild-vue",
];

// What the framework names by a git address because it is a fork, and what stands in for it.
const STAND_INS = { "air-datepicker": OURS.dependencies["air-datepicker"] };

// "^1.2.3", "1 || 2", "~3", "*", "latest", "npm:other@1" – and not "user/repository", "git+ssh://…", "file:…".
const FROM_REGISTRY = /^(npm:[^:]+|[^:/]*)$/;

function merge({ dependencies = {}, devDependencies = {} }, locked) {
	const wanted = { ...devDependencies, ...dependencies };
	const left = [];
	for (const [name, range] of Object.entries(wanted)) {
		if (STAND_INS[name]) wanted[name] = STAND_INS[name];
		else if (REPLACED.includes(name)) delete wanted[name];
		else if (FROM_REGISTRY.test(range)) wanted[name] = locked.get(`${name}@${range}`) ?? range;
		else {
			left.push(name);
			delete wanted[name];
		}
	}
	return { dependencies: { ...wanted, ...OURS.devDependencies }, left };
}

/**
 * The versions that the framework was released with, as "name@range" → version. A range alone would
 * bring whatever is newest, with which nobody has built the release.
 */
function readYarnLock(file) {
	const locked = new Map();
	if (!fs.existsSync(file)) return locked;
	for (const [, names, version] of fs.readFileSync(file, "utf8").matchAll(/^(\S.*):\n {2}version "(.+)"$/gm)) {
		for (const name of names.split(", ")) locked.set(name.replaceAll('"', ""), version);
	}
	return locked;
}

function readJson(file) {
	return JSON.parse(fs.readFileSync(file, "utf8"));
}

function main([source, target]) {
	if (!source || !target) throw new Error("usage: node prepare.mjs <framework's package.json> <target folder>");
	const locked = readYarnLock(path.join(path.dirname(source), "yarn.lock"));
	const { dependencies, left } = merge(readJson(source), locked);
	fs.mkdirSync(target, { recursive: true });
	const manifest = { name: "framework-assets", private: true, dependencies };
	fs.writeFileSync(path.join(target, "package.json"), `${JSON.stringify(manifest, null, "\t")}\n`);
	const note = left.length ? `; left out, in no registry: ${left.join(", ")}` : "";
	console.log(`${Object.keys(dependencies).length} packages to install${note}`);
}

try {
	main(process.argv.slice(2));
} catch (error) {
	console.error(`✘ ${error.message}`);
	process.exit(1);
}
