// Vue's single-file components, with the compiler that comes with the bundled Vue.

import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { finisher, loaded } from "./styles.mjs";

const STYLE = /\.vue\?style=\d+$/;

export function vue(tools) {
	return {
		name: "vue",
		setup(build) {
			// A bench without Vue components may do without Vue.
			let compiler;
			const load = () => (compiler ??= tools.require("vue/compiler-sfc"));
			const finish = finisher(tools);

			build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => loaded(file, () => component(load(), file)));

			build.onResolve({ filter: STYLE }, ({ path: name }) => ({ path: name, namespace: "vue-style" }));
			build.onLoad({ filter: STYLE, namespace: "vue-style" }, ({ path: name }) => {
				const [file, index] = name.split("?style=");
				return loaded(file, async () => {
					const css = style(load(), tools.sass, file, Number(index));
					return { contents: await finish(css, file), loader: "css" };
				});
			});
		},
	};
}

function parse(compiler, file) {
	const { descriptor, errors } = compiler.parse(fs.readFileSync(file, "utf8"), { filename: file });
	const blocks = [descriptor.script, descriptor.template, ...descriptor.styles];
	if (blocks.some((block) => block?.src || block?.module)) {
		errors.push(new Error("`src` and `module` of a block are not built"));
	}
	if (errors.length) throw new Error(errors.join("; "));
	// The same in every build and on every machine, so that the bundle's name does not change.
	const id = crypto.createHash("sha256").update(path.relative("", file)).digest("hex").slice(0, 8);
	return { descriptor, id, scoped: descriptor.styles.some((block) => block.scoped) };
}

function component(compiler, file) {
	const { descriptor, id, scoped } = parse(compiler, file);
	const { script, scriptSetup, template } = descriptor;
	const lang = (scriptSetup ?? script)?.lang ?? "js";
	const options = { filename: file, id, isProd: true, scoped, slotted: descriptor.slotted };
	const templateOptions = { ...options, compilerOptions: { scopeId: scoped ? `data-v-${id}` : undefined } };
	if (lang === "ts") templateOptions.compilerOptions.expressionPlugins = ["typescript"];

	const code = [];
	if (script || scriptSetup) {
		const compiled = compiler.compileScript(descriptor, {
			id,
			isProd: true,
			inlineTemplate: Boolean(scriptSetup && template),
			genDefaultAs: "component",
			templateOptions,
		});
		code.push(compiled.content);
	} else {
		code.push("const component = {};");
	}
	if (template && !scriptSetup) {
		const compiled = compiler.compileTemplate({ ...templateOptions, source: template.content });
		if (compiled.errors.length) throw new Error(compiled.errors.join("; "));
		code.push(compiled.code.replace("export function render", "function render"), "component.render = render;");
	}
	if (scoped) code.push(`component.__scopeId = "data-v-${id}";`);
	descriptor.styles.forEach((_, index) => code.push(`import ${JSON.stringify(`${file}?style=${index}`)};`));
	code.push("export default component;");
	return { contents: code.join("\n"), loader: lang };
}

function style(compiler, sass, file, index) {
	const { descriptor, id } = parse(compiler, file);
	const { content, lang = "css", scoped } = descriptor.styles[index];
	const syntax = { scss: "scss", sass: "indented" }[lang];
	if (!syntax && lang !== "css") throw new Error(`style language ${lang} is not built`);
	const source = syntax ? sass.text(content, file, syntax) : content;
	const { code, errors } = compiler.compileStyle({
		source,
		filename: file,
		id: `data-v-${id}`,
		scoped: Boolean(scoped),
		isProd: true,
	});
	if (errors.length) throw new Error(errors.join("; "));
	return code;
}
