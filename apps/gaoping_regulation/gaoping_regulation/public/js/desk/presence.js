import { send } from "./server";

const EVERY = 30000;

/** Tells the server that the case is open here, and shows who else has it open. */
export class Presence {
	constructor(screen) {
		this.screen = screen;
		this.names = [];
		document.addEventListener("visibilitychange", () => this.beat());
		setInterval(() => this.beat(), EVERY);
	}

	watch(name) {
		if (this.name === name) return;
		this.name = name;
		this.names = [];
		this.beat();
	}

	async beat() {
		const name = this.name;
		if (!name || !this.screen.is_shown(name)) return;
		const names = await send("casework.desk.open_case", { case: name }, { silent: true }).catch(() => []);
		if (name !== this.name || String(names) === String(this.names)) return;
		this.names = names;
		this.screen.draw_actions();
	}
}
