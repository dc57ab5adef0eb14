// The same with sharp: `node sharp_pictures.mjs JOB.json`; as many pictures at once as there are cores.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";

sharp.concurrency(1);
sharp.cache(false);
const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const widths = [...job.widths].sort((a, b) => b - a);

async function make(source) {
  // decoded once, turned upright; each width from the one before
  let { data, info } = await sharp(source).rotate().resize(widths[0]).toColourspace("srgb").raw()
    .toBuffer({ resolveWithObject: true });
  for (const width of widths) {
    const raw = { width: info.width, height: info.height, channels: info.channels };
    if (width !== widths[0]) {
      ({ data, info } = await sharp(data, { raw }).resize(width).raw().toBuffer({ resolveWithObject: true }));
    }
    const image = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    for (const format of job.formats) {
      const quality = job.qualities[format];
      const target = path.join(job.output, `${path.parse(source).name}-${width}.${format}`);
      const encoded = {
        avif: () => image().avif({ quality, effort: 1, chromaSubsampling: "4:2:0" }),
        webp: () => image().webp({ quality, effort: 2 }),
        jpeg: () => image().jpeg({ quality, progressive: true, chromaSubsampling: "4:2:0" }),
      }[format]();
      await encoded.toFile(target);
    }
  }
}

const waiting = [...job.sources];
await Promise.all(Array.from({ length: os.availableParallelism() }, async () => {
  while (waiting.length) await make(waiting.shift());
}));
