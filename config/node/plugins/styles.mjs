// Style sheets: Sass, then mirroring for right-to-left languages, then vendor prefixes.

import fs from "node:fs";
import path from "node:path";

export function styles(tools, { rtl }) {
	const finish = finisher(tools, { rtl });
	return {
		name: "styles",
		setup(build) {
			build.onLoad({ filter: /\.(css|scss|sass)$/ }, ({ path: file }) =>
				loaded(file, async () => {
					const css = file.endsWith(".css") ? fs.readFileSync(file, "utf8") : tools.sass.file(file);
					return { contents: await finish(css, file), loader: "css" };
				}),
			);
		},
	};
}

/** The steps after Sass, for Vue components too. */
export function finisher({ postcss, rtlcss, autoprefixer }, { rtl = false } = {}) {
	const processor = postcss([...(rtl ? [rtlcss] : []), autoprefixer]);
	return async (css, file) => (await processor.process(css, { from: file, map: false })).css;
}

/** What a plugin hands over for a file; a mistake in it is told without this build's call stack. */
export async function loaded(file, load) {
	try {
		return { ...(await load()), resolveDir: path.dirname(file) };
	} catch (error) {
		return { errors: [{ text: error.message, location: { file: path.relative("", file) } }] };
	}
}
