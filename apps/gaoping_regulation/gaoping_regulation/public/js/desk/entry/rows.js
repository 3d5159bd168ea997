import { element, html } from "../html";
import { control, read_value } from "./controls";
import { import_tools, is_large } from "./import";

/** A table of the form: a line of inputs for each row, at least one to begin with. */
export class Rows {
	constructor(df, rows, matter) {
		this.df = df;
		this.root = element(html`<div class="gp-rows">
			<div class="gp-rows__scroll"><table>
				<thead><tr>${df.columns.map((column) => html`<th>${column.label}${column.reqd ? html`<span class="gp-required">*</span>` : ""}</th>`)}<th></th></tr></thead>
				<tbody></tbody>
			</table></div>
			<div class="gp-rows__tools"><button type="button" class="btn btn-default btn-xs" data-add="1">${__("增加一行")}</button>
				${is_large(df) ? import_tools(df, matter) : ""}</div>
		</div>`);
		this.body = this.root.querySelector("tbody");
		for (const row of rows.length ? rows : [{}]) this.add(row);
		this.root.querySelector("[data-add]").addEventListener("click", () => this.add({}).querySelector("input").focus());
		this.body.addEventListener("click", (event) => {
			if (event.target.closest("[data-remove]")) event.target.closest("tr").remove();
		});
	}

	add(row) {
		const at = this.body.rows.length + 1;
		const holder = document.createElement("tbody");
		holder.innerHTML = String(html`<tr>
			${this.df.columns.map((column) => html`<td data-column="${column.fieldname}" data-label="${column.label}">${control(column, row[column.fieldname] ?? column.default, `-${at}`)}</td>`)}
			<td><button type="button" class="btn btn-xs btn-default" data-remove="1" aria-label="${__("删除第 {0} 行", [at])}">×</button></td>
		</tr>`);
		return this.body.appendChild(holder.firstElementChild);
	}

	/** The rows with something in them. */
	values() {
		return this.filled().map((line) => this.read(line));
	}

	/** A line that only shows its defaults is not a row yet. */
	filled() {
		const typed = (values) => this.df.columns.some(({ fieldname, ...df }) => values[fieldname] && values[fieldname] !== df.default);
		return [...this.body.rows].filter((line) => typed(this.read(line)));
	}

	is_empty() {
		return !this.filled().length;
	}

	read(line) {
		return Object.fromEntries(
			this.df.columns.map((column) => [column.fieldname, read_value(column, line.querySelector(`[data-column="${column.fieldname}"]`))])
		);
	}

	/** The input of a column in the row of a number, as the server counts: only rows with something in them. */
	input(row, fieldname) {
		return this.filled()[row - 1]?.querySelector(`[data-column="${CSS.escape(fieldname)}"] :is(input, select, textarea)`);
	}
}
