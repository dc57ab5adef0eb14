// Runs Lighthouse (mobile, its own simulated slow 4G) over addresses, some times each, and prints one JSON line per run.
// node lighthouse.mjs CHROME RUNS ADDRESS...
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, runs, ...addresses] = process.argv.slice(2);
const chromeFlags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

for (let run = 0; run < Number(runs); run += 1) {
  for (const address of addresses) {
    const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "silent" });
    chrome.kill();
    const scores = Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]);
    const failed = Object.values(lhr.categories).flatMap(({ auditRefs }) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
        .map(({ id }) => id),
    );
    const value = (id) => lhr.audits[id].numericValue;
    console.log(
      JSON.stringify({
        address,
        error: lhr.runtimeError?.message ?? null,
        scores: Object.fromEntries(scores),
        failed,
        lcp: value("largest-contentful-paint"),
        tbt: value("total-blocking-time"),
        cls: value("cumulative-layout-shift"),
        version: lhr.lighthouseVersion,
      }),
    );
  }
}
