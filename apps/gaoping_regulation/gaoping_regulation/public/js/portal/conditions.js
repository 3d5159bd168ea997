"use strict";

/* The part of Frappe's depends_on that the portal understands, without eval: a field name, or "eval:" with
   doc.x, parent.x, texts, numbers, comparisons, &&, ||, ! and parentheses. What it cannot read it treats as
   true, so that a field is rather shown too often than never. */
(function (portal) {
	const TOKEN = /\s*(?:(===|!==|==|!=|<=|>=|&&|\|\||[!<>()[\],])|(\d+(?:\.\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.]*))/y;
	const COMPARE = {
		"==": (a, b) => String(a ?? "") === String(b ?? ""),
		"!=": (a, b) => String(a ?? "") !== String(b ?? ""),
		"<": (a, b) => Number(a) < Number(b),
		">": (a, b) => Number(a) > Number(b),
		"<=": (a, b) => Number(a) <= Number(b),
		">=": (a, b) => Number(a) >= Number(b),
	};
	const WORDS = { true: true, false: false, null: null, undefined: null };
	// A form's numbers and ticks may be texts: "0" and "" are no.
	const truthy = (value) => Boolean(value) && value !== "0";

	function tokens(source) {
		const found = [];
		TOKEN.lastIndex = 0;
		while (TOKEN.lastIndex < source.trimEnd().length) {
			const match = TOKEN.exec(source);
			if (!match) throw new SyntaxError(source);
			const [, operator, number, double, single, word] = match;
			if (operator) found.push({ operator: operator.replace(/^([=!]=)=$/, "$1") });
			else if (number) found.push({ value: Number(number) });
			else if (word) found.push({ word });
			else found.push({ value: double ?? single });
		}
		return found;
	}

	class Parser {
		constructor(source, doc, parent) {
			this.rest = tokens(source);
			this.scope = { doc, parent };
		}

		take(operator) {
			if (this.rest[0]?.operator !== operator) return false;
			this.rest.shift();
			return true;
		}

		run() {
			const value = this.or();
			if (this.rest.length) throw new SyntaxError("unread");
			return value;
		}

		or() {
			let value = this.and();
			while (this.take("||")) value = [value, this.and()].find(truthy) ?? false;
			return value;
		}

		and() {
			let value = this.comparison();
			while (this.take("&&")) {
				const next = this.comparison();
				value = truthy(value) ? next : value;
			}
			return value;
		}

		comparison() {
			const left = this.unary();
			const compare = COMPARE[this.rest[0]?.operator];
			if (!compare) return left;
			this.rest.shift();
			return compare(left, this.unary());
		}

		unary() {
			if (this.take("!")) return !truthy(this.unary());
			if (this.take("(")) {
				const value = this.or();
				if (!this.take(")")) throw new SyntaxError(")");
				return value;
			}
			if (this.take("[")) return this.list();
			const token = this.rest.shift();
			if (!token || token.operator) throw new SyntaxError("value");
			return "value" in token ? token.value : this.name(token.word);
		}

		/* ["甲", "乙"].includes(doc.x) */
		list() {
			const items = [];
			while (!this.take("]")) {
				items.push(this.unary());
				this.take(",");
				if (!this.rest.length) throw new SyntaxError("]");
			}
			return items;
		}

		name(word) {
			if (word in WORDS) return WORDS[word];
			const [root, field, ...more] = word.split(".");
			if (!this.scope[root] || !field || more.length) throw new SyntaxError(word);
			return this.scope[root][field];
		}
	}

	const INCLUDES = /^\s*(\[[^\]]*\])\s*\.includes\(\s*([\w.]+)\s*\)\s*$/;

	function holds(rule, doc, parent) {
		if (!rule) return true;
		if (!rule.startsWith("eval:")) return truthy(doc[rule]);
		const source = rule.slice(5).trim().replace(/;$/, "");
		try {
			const includes = INCLUDES.exec(source);
			if (includes) {
				const list = new Parser(includes[1], doc, parent).run();
				return list.includes(new Parser(includes[2], doc, parent).run());
			}
			return truthy(new Parser(source, doc, parent).run());
		} catch {
			return true;
		}
	}

	/* A material's "field=value|value": empty means always. */
	function applies(condition, doc) {
		if (!condition) return true;
		const [field, values = ""] = condition.split("=");
		return values.split("|").map((value) => value.trim()).includes(String(doc[field.trim()] ?? ""));
	}

	portal.conditions = { holds, applies };
})((window.portal = window.portal || {}));
