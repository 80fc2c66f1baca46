// A picture as it is kept (T6): cut to a square, shrunk, a few kilobytes.
const SIDE = 128;
const MOST = 12_000;

/** What was chosen in a field for files, as base64; nothing where that is no picture. */
export async function shrink(field) {
  const file = field.files[0];
  // The same file can be chosen again.
  field.value = "";
  const whole = await createImageBitmap(file).catch(() => {});
  if (!whole) return;
  const side = Math.min(whole.width, whole.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const paper = canvas.getContext("2d");
  // What shines through a PNG would be black in a JPEG.
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, SIDE, SIDE);
  paper.imageSmoothingQuality = "high";
  paper.drawImage(whole, (whole.width - side) / 2, (whole.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const text = canvas.toDataURL("image/jpeg", quality).split(",")[1];
    if (text.length * 0.75 <= MOST) return text;
  }
}
