"use strict";

/* Offers the applicants of the account's earlier cases; what is filled in already stays. */
(function (portal) {
	const { el, date } = portal.ui;

	function createPrefill(form, data, box, { onFilled }) {
		function take(offer) {
			const fields = form.fieldsIn(form.root).filter((field) => offer.values[field.dataset.field] && isFree(field));
			form.fill(offer.values, fields);
			box.replaceChildren(el("p", {}, `已填入“${offer.name}”的 ${fields.length} 项信息，请核对；有变化的直接改。`));
			onFilled();
		}

		/* Empty, or a default that nobody has touched. */
		const isFree = (field) => !form.valueOf(field) || (field.dataset.type === "Select" && !field.dataset.left);

		const tail = (number) => (number ? `（证件尾号 ${number.slice(-4)}）` : "");
		const title = (offer) => [offer.name + tail(offer.values.id_no), offer.matter_title, date(offer.on)].filter(Boolean).join("，");

		async function offer() {
			if (data.case) return;
			const found = await portal.http.get("prefill", { matter: data.matter }).catch(() => []);
			if (!found.length) return;
			box.replaceChildren(
				el("p", {}, "可以用以前填过的信息，省去重复填写："),
				el("p", { class: "buttons" }, found.map((one) => el("button", { type: "button", class: "button button-plain", onclick: () => take(one) }, `填入：${title(one)}`)))
			);
			box.hidden = false;
		}

		return { offer };
	}

	portal.createPrefill = createPrefill;
})(window.portal);
