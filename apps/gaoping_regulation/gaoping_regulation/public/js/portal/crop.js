"use strict";

/* The one-inch photograph (25 × 35 mm): moved, enlarged and turned under a frame, by mouse, finger or keyboard. */
(function (portal) {
	const { el } = portal.ui;
	const RATIO = 25 / 35;
	const WIDTH = 590;
	const HEIGHT = 826;
	// A scan of a print is never quite of that ratio.
	const TOLERANCE = 0.012;
	const SMALL_ENOUGH = 1.5 * 1024 * 1024;
	const STEP = 20;
	const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

	async function cropPhoto(file) {
		if (!portal.image.PICTURE.test(file.type)) return file;
		const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
		// Not a picture that this browser can read: the server says what is wrong with it.
		if (!picture) return file;
		if (Math.abs(picture.width / picture.height - RATIO) < TOLERANCE && file.size <= SMALL_ENOUGH) return file;
		return ask(picture, file.name);
	}

	async function ask(picture, name) {
		const frame = createFrame(picture);
		const zoom = el("input", { type: "range", id: "crop-zoom", min: "100", max: "400", value: "100", oninput: () => frame.zoom(Number(zoom.value) / 100) });
		const turn = (label, quarters) => el("button", { type: "button", class: "button button-plain", onclick: () => frame.turn(quarters) }, label);
		const body = [
			el("p", { id: "crop-help" }, "请把头像放在框中间：拖动照片，或者用方向键移动；用滑块放大。"),
			frame.canvas,
			el("div", { class: "field" }, el("label", { for: "crop-zoom" }, "放大"), zoom),
			el("p", { class: "buttons" }, turn("向左转", 3), turn("向右转", 1)),
		];
		const chosen = await portal.ui.dialog("裁成一寸照片", body, [{ label: "用这张照片", value: {}, primary: true }]);
		return chosen ? portal.image.toFile(frame.canvas, name, 0.92) : null;
	}

	/* The frame is the picture that is sent, shown smaller. */
	function createFrame(picture) {
		const canvas = el("canvas", { class: "crop", width: WIDTH, height: HEIGHT, tabindex: "0", role: "application", "aria-label": "一寸照片", "aria-describedby": "crop-help" });
		const context = canvas.getContext("2d");
		const at = { x: 0, y: 0, zoom: 1, quarters: 0 };

		function scale() {
			const lying = at.quarters % 2;
			const width = lying ? picture.height : picture.width;
			const height = lying ? picture.width : picture.height;
			const factor = Math.max(WIDTH / width, HEIGHT / height) * at.zoom;
			return { factor, spareX: (width * factor - WIDTH) / 2, spareY: (height * factor - HEIGHT) / 2 };
		}

		const within = (value, most) => Math.max(-most, Math.min(most, value));

		function draw() {
			const { factor, spareX, spareY } = scale();
			Object.assign(at, { x: within(at.x, spareX), y: within(at.y, spareY) });
			context.setTransform(1, 0, 0, 1, 0, 0);
			context.fillStyle = "#fff";
			context.fillRect(0, 0, WIDTH, HEIGHT);
			context.translate(WIDTH / 2 + at.x, HEIGHT / 2 + at.y);
			context.rotate((at.quarters * Math.PI) / 2);
			context.scale(factor, factor);
			context.drawImage(picture, -picture.width / 2, -picture.height / 2);
		}

		function change(what) {
			Object.assign(at, what);
			draw();
		}

		const move = (x, y) => change({ x: at.x + x, y: at.y + y });

		bindPointer(canvas, move);
		canvas.addEventListener("keydown", (event) => {
			if (!MOVES[event.key]) return;
			event.preventDefault();
			move(...MOVES[event.key]);
		});
		draw();
		return {
			canvas,
			zoom: (value) => change({ zoom: value }),
			turn: (quarters) => change({ quarters: (at.quarters + quarters) % 4 }),
		};
	}

	function bindPointer(canvas, move) {
		canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
		canvas.addEventListener("pointermove", (event) => {
			if (!canvas.hasPointerCapture(event.pointerId)) return;
			const enlarged = canvas.width / canvas.clientWidth;
			move(event.movementX * enlarged, event.movementY * enlarged);
		});
	}

	portal.cropPhoto = cropPhoto;
})(window.portal);
