// A photograph drawn anew in this browser: where, when and with what it was taken stays behind.

const LONGEST_SIDE = 4_096;
const QUALITY = 0.9;

/** Returns a clean copy, or the file itself where this browser cannot read it: we clean it then. */
export async function cleanPhoto(file: Blob): Promise<Blob> {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const drawn = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, "image/jpeg", QUALITY),
    );
    return drawn ?? file;
  } catch {
    return file;
  }
}
