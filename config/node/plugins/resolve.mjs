// Where some imports lead.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const SECONDS = fileURLToPath(new URL("../datepicker/seconds.js", import.meta.url));
const DATEPICKER = /^air-datepicker(\/dist\/js\/datepicker(\.min)?(\.js)?)?$/;

/** Addresses of the running site stay as they are; "~package" in a style is a package. */
export function locations() {
	return {
		name: "locations",
		setup(build) {
			build.onResolve({ filter: /^\/assets\// }, ({ path: address }) => ({ path: address, external: true }));
			build.onResolve({ filter: /^~[^/]/ }, ({ path: name, ...from }) => build.resolve(name.slice(1), from));
		},
	};
}

/**
 * The framework is written for a fork of air-datepicker whose time picker has seconds. The fork is
 * in no registry; with the registry's one, the missing part is put on top of it. The fork itself,
 * where it is installed, is left alone.
 */
export function datepicker({ modules }) {
	const file = path.join(modules, "air-datepicker/dist/js/datepicker.min.js");
	const needed = fs.existsSync(file) && !fs.readFileSync(file, "utf8").includes("$seconds");
	return {
		name: "datepicker",
		setup(build) {
			if (!needed) return;
			build.onResolve({ filter: DATEPICKER }, ({ importer }) => ({ path: importer === SECONDS ? file : SECONDS }));
		},
	};
}
