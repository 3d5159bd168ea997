"use strict";

/* Photos from a phone: at most 2000 px, upright, JPEG. Everything else goes up as it is. */
(function (portal) {
	const PICTURE = /^image\/(jpeg|png|webp)$/;
	const MAX_SIDE = 2000;
	const MAX_BYTES = 1.5 * 1024 * 1024;

	/* The EXIF orientation (1 = upright): printing does not honour it, so a turned photo is turned for real. */
	async function orientation(file) {
		const view = new DataView(await file.slice(0, 128 * 1024).arrayBuffer());
		if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return 1;
		let offset = 2;
		while (offset + 10 < view.byteLength) {
			const marker = view.getUint16(offset);
			if (marker === 0xffe1 && view.getUint32(offset + 4) === 0x45786966) return exifOrientation(view, offset + 10);
			if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return 1;
			offset += 2 + view.getUint16(offset + 2);
		}
		return 1;
	}

	function exifOrientation(view, start) {
		const little = view.getUint16(start) === 0x4949;
		const directory = start + view.getUint32(start + 4, little);
		const count = view.getUint16(directory, little);
		for (let index = 0; index < count; index += 1) {
			const entry = directory + 2 + index * 12;
			if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
		}
		return 1;
	}

	async function shrink(file) {
		if (!PICTURE.test(file.type)) return file;
		try {
			const turned = (await orientation(file).catch(() => 1)) !== 1;
			const image = await createImageBitmap(file, { imageOrientation: "from-image" });
			const scale = Math.min(1, MAX_SIDE / Math.max(image.width, image.height));
			if (scale === 1 && !turned && file.size <= MAX_BYTES) return file;
			return await redraw(image, scale, file.name);
		} catch {
			// Not a picture that this browser can read: the server says what is wrong with it.
			return file;
		}
	}

	async function redraw(image, scale, name) {
		const canvas = document.createElement("canvas");
		canvas.width = Math.round(image.width * scale);
		canvas.height = Math.round(image.height * scale);
		const context = canvas.getContext("2d");
		context.fillStyle = "#fff";
		context.fillRect(0, 0, canvas.width, canvas.height);
		context.drawImage(image, 0, 0, canvas.width, canvas.height);
		return toFile(canvas, name);
	}

	async function toFile(canvas, name, quality = 0.88) {
		const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
		return new File([blob], name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
	}

	portal.image = { PICTURE, shrink, toFile };
})((window.portal = window.portal || {}));
