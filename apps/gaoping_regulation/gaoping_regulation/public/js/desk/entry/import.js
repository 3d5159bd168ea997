import { html } from "../html";

/** A table of so many columns is rather filled in from a file than typed. */
const LARGE = 8;
const TEMPLATE = "/api/method/gaoping_regulation.casework.desk_entry.download_template";
const SHOWN = 20;

export function is_large(df) {
	return df.columns.length >= LARGE;
}

/** The buttons under a large table: choose a file, fetch the empty template. */
export function import_tools(df, matter) {
	const query = `?matter=${encodeURIComponent(matter)}&table=${encodeURIComponent(df.fieldname)}`;
	const id = `gp-import-${df.fieldname}`;
	return html`<label class="btn btn-default btn-xs" for="${id}">${__("从 Excel 导入")}</label>
		<input class="gp-file" type="file" id="${id}" data-import="${df.fieldname}" accept=".xlsx,.csv" aria-label="${__("从 Excel 导入{0}", [df.label])}">
		<a class="small" href="${TEMPLATE}${query}">${__("下载模板")}</a>`;
}

/** What is wrong in a file, by its rows; the rows on the screen are others. */
export function mistakes_of(error) {
	const lines = error.errors.map(({ row, message }) => (row ? __("第 {0} 行：{1}", [row, message]) : message));
	const more = lines.length > SHOWN ? [__("……共 {0} 处。", [lines.length])] : [];
	return [__("没有导入，请改正文件后再选一次。"), ...(lines.length ? lines.slice(0, SHOWN) : [error.message]), ...more].join("\n");
}
