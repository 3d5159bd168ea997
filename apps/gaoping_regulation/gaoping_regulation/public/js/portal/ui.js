"use strict";

/* What every page uses: building elements, dialogs, messages that survive a page change, logging out. */
(function (portal) {
	const $ = (selector, root = document) => root.querySelector(selector);
	const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

	/* Text goes in as text nodes only, so that nobody's name can become markup. */
	function el(tag, attributes = {}, ...children) {
		const element = document.createElement(tag);
		for (const [key, value] of Object.entries(attributes)) {
			if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
			else if (value === true) element.setAttribute(key, "");
			else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
		}
		element.append(...children.flat().filter((child) => child !== null && child !== undefined));
		return element;
	}

	function date(value) {
		const match = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(value || "");
		return match ? `${Number(match[1])}年${Number(match[2])}月${Number(match[3])}日` : value || "";
	}

	function fact(label, value) {
		return value ? el("div", {}, el("dt", {}, label), el("dd", {}, String(value))) : null;
	}

	function pageData() {
		const holder = $("#page-data");
		const data = holder ? JSON.parse(holder.textContent) : {};
		portal.user = data.user;
		return data;
	}

	/* A dialog that resolves with the button's value, or null when it is closed. `body` may hold inputs. */
	function dialog(title, body, buttons) {
		return new Promise((resolve) => {
			const error = el("p", { class: "form-error", role: "alert" });
			const close = el("button", { type: "button", class: "button button-plain" }, "返回");
			const box = el("dialog", { class: "dialog", "aria-labelledby": "dialog-title" });
			const actions = buttons.map(({ label, value, primary }) =>
				el(
					"button",
					{
						type: "button",
						class: primary ? "button" : "button button-plain",
						onclick: async () => {
							error.textContent = (value.check && value.check()) || "";
							if (!error.textContent) finish(value);
						},
					},
					label
				)
			);
			function finish(result) {
				box.close();
				box.remove();
				resolve(result);
			}
			close.addEventListener("click", () => finish(null));
			box.addEventListener("cancel", () => finish(null));
			box.append(el("h2", { id: "dialog-title", tabindex: "-1" }, title), ...body, error, el("p", { class: "buttons" }, actions, close));
			document.body.append(box);
			box.showModal();
			$("#dialog-title", box).focus();
		});
	}

	/* Asks before an action of the workflow; resolves with {reason} or null. */
	async function confirmAction(action, needsReason, why = "") {
		const input = el("textarea", { id: "reason", rows: "3", maxlength: "500", required: true });
		const body = needsReason
			? [why ? el("p", {}, why) : "", el("div", { class: "field" }, el("label", { for: "reason" }, `${action}的原因`), input)]
			: [el("p", {}, `确定要“${action}”吗？`)];
		const check = () => (needsReason && !input.value.trim() ? "请填写原因。" : "");
		const value = { check };
		const chosen = await dialog(action, body, [{ label: `确定${action}`, value, primary: true }]);
		return chosen && { reason: needsReason ? input.value.trim() : null };
	}

	const loginAddress = () => `/login?redirect-to=${encodeURIComponent(location.pathname + location.search + location.hash)}`;
	let asking = false;

	async function sessionEnded() {
		if (asking) return;
		asking = true;
		const body = [
			el("p", {}, "您填写的内容和没有传完的文件已经暂存在这台设备上，重新登录后会自动恢复、接着上传，不会丢失。"),
		];
		// A browser without room, or in private mode, keeps no files.
		if (portal.filesLost?.size) {
			const another = el("a", { href: loginAddress(), target: "_blank", rel: "noopener" }, "在新窗口登录");
			body[0].textContent = "您填写的内容已经暂存在这台设备上，重新登录后会自动恢复。";
			body.push(el("p", {}, "没有传完的文件在这台设备上存不下，请", another, "，然后回到这一页点“返回”接着办。"));
		}
		const chosen = await dialog("登录已经失效", body, [{ label: "重新登录", value: { check: null }, primary: true }]);
		asking = false;
		if (chosen) location.assign(loginAddress());
	}

	/* A message for the next page, such as “已提交”. */
	function flash(text) {
		sessionStorage.setItem("portal:flash", text);
	}

	function showFlash() {
		const text = sessionStorage.getItem("portal:flash");
		sessionStorage.removeItem("portal:flash");
		if (text) $("#flash").append(el("p", { class: "note note-good" }, text));
	}

	async function logout(button) {
		button.disabled = true;
		// A form saves first what it has not saved yet.
		await portal.beforeLogout?.();
		// Typed personal data must not stay behind on a shared computer.
		for (const key of Object.keys(localStorage)) if (key.startsWith("portal:")) localStorage.removeItem(key);
		window.indexedDB?.deleteDatabase("portal-files");
		await portal.http.post("/api/method/logout").catch(() => {});
		location.assign("/");
	}

	function busy(button, isBusy) {
		button.disabled = isBusy;
		button.setAttribute("aria-busy", String(isBusy));
	}

	portal.ui = { $, $$, el, date, fact, pageData, dialog, confirmAction, loginAddress, sessionEnded, flash, busy };

	showFlash();
	$$("[data-logout]").forEach((button) => button.addEventListener("click", () => logout(button)));
})((window.portal = window.portal || {}));
