// Puts a finished build where Frappe serves it from: sites/assets.
//
// New files come first, under names that hold a hash of their content; then assets.json changes in
// one rename; then what nothing refers to any more goes. A build that is killed, at whatever
// moment, leaves a site whose assets.json names files that are there and whole.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const KINDS = ["js", "css", "css-rtl"];

export function publish({ sites, apps, modules, files, partial }) {
	const assets = path.join(sites, "assets");
	const staging = path.join(sites, "assets.partial");
	fs.rmSync(staging, { recursive: true, force: true });
	fs.mkdirSync(staging, { recursive: true });
	const named = files.map((file) => ({ ...file, target: hashed(file) }));

	for (const { target, contents } of named) write(path.join(staging, target), contents);
	for (const app of apps) link(path.join(assets, app.name), app, modules);
	for (const { target } of named) move(path.join(staging, target), path.join(assets, target));
	for (const [name, rtl] of [["assets-rtl.json", true], ["assets.json", false]]) {
		const built = keys(named.filter((file) => Boolean(file.rtl) === rtl));
		const entries = partial ? { ...kept(path.join(assets, name), apps), ...built } : built;
		const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
		write(path.join(staging, name), JSON.stringify(sorted, null, 4));
		move(path.join(staging, name), path.join(assets, name));
	}

	const current = new Set(named.map(({ target }) => target));
	for (const app of apps) removeOld(assets, app.name, current);
	fs.rmSync(staging, { recursive: true });
}

/** frappe/dist/js/desk.bundle.js → frappe/dist/js/desk.bundle.<hash>.js */
function hashed({ output, contents }) {
	const hash = crypto.createHash("sha256").update(contents).digest("hex").slice(0, 8).toUpperCase();
	const extension = path.extname(output);
	return `${output.slice(0, -extension.length)}.${hash}${extension}`;
}

/** The keys by which pages ask for a bundle: by what it became, and by what it was written as. */
function keys(files) {
	const entries = {};
	for (const { key, rtl, target } of files) {
		const plain = path.basename(key, path.extname(key)) + path.extname(target);
		const names = path.extname(target) === ".css" ? [plain] : [plain, key];
		for (const name of names) entries[rtl ? `rtl_${name}` : name] = `/assets/${target}`;
	}
	return entries;
}

/** Entries of apps that this build did not touch. */
function kept(file, apps) {
	if (!fs.existsSync(file)) return {};
	const ours = apps.map((app) => `/assets/${app.name}/`);
	const entries = Object.entries(JSON.parse(fs.readFileSync(file, "utf8")));
	return Object.fromEntries(entries.filter(([, address]) => !ours.some((prefix) => address.startsWith(prefix))));
}

/**
 * A real folder with one relative link for each entry of the app's public folder. A link to the
 * public folder as a whole would make dist and node_modules land in the app's source.
 */
function link(folder, app, modules) {
	// What an earlier `bench build` may have left: one link for the whole app.
	if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) fs.rmSync(folder);
	fs.mkdirSync(folder, { recursive: true });

	const targets = new Map();
	for (const entry of fs.readdirSync(app.public)) {
		if (entry !== "dist" && entry !== "node_modules" && !entry.startsWith(".")) {
			targets.set(entry, path.join(app.public, entry));
		}
	}
	// Pages load some packages by address (the code editor, the Gantt chart, …).
	const packages = app.name === "frappe" ? modules : path.join(app.path, "node_modules");
	if (fs.existsSync(packages)) targets.set("node_modules", packages);

	for (const entry of fs.readdirSync(folder)) {
		if (entry !== "dist" && !targets.has(entry)) fs.rmSync(path.join(folder, entry), { recursive: true });
	}
	for (const [entry, target] of targets) {
		const place = path.join(folder, entry);
		const relative = path.relative(fs.realpathSync(folder), target);
		const present = fs.lstatSync(place, { throwIfNoEntry: false });
		if (present?.isSymbolicLink() && fs.readlinkSync(place) === relative) continue;
		if (present) fs.rmSync(place, { recursive: true });
		fs.symlinkSync(relative, place);
	}
}

function removeOld(assets, app, current) {
	for (const kind of KINDS) {
		const folder = path.join(assets, app, "dist", kind);
		for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
			if (!current.has(`${app}/dist/${kind}/${name}`)) fs.rmSync(path.join(folder, name), { recursive: true });
		}
	}
}

function write(file, contents) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, contents);
}

function move(from, to) {
	fs.mkdirSync(path.dirname(to), { recursive: true });
	fs.renameSync(from, to);
}
