// Builds what the pages load into api/static: names with hashes, gzipped siblings, manifest, licences.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const api = join(here, "..");
const out = join(api, "static");
const packages = ["@tabler/core", "htmx.org", "@fontsource-variable/inter"];
const hashed = (name, content) => {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const [stem, ending] = name.split(".");
  return `${stem}-${hash}.${ending}`;
};

/** Tabler's rules that a page uses: a quarter of a page's budget instead of most of it. */
async function used(css) {
  const [kept] = await new PurgeCSS().purge({
    content: [join(api, "templates/**/*.html"), join(api, "pages/**/*.py"), join(here, "*.js")],
    css: [{ raw: css }],
    safelist: { standard: ["html", "body"], greedy: [/data-bs-theme/] },
    variables: true,
  });
  return kept.css;
}

/** Dark by the system's wish as well, without a script: the same rules for the theme "auto". */
function darkByWish(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    if (!rule.selector.includes("data-bs-theme") || !/=["']?dark/.test(rule.selector)) return;
    const selectors = rule.selectors.filter((one) => /data-bs-theme=["']?dark/.test(one));
    const wished = rule.clone({
      selectors: selectors.map((one) => one.replace(/data-bs-theme=(["']?)dark\1/g, "data-bs-theme=auto")),
    });
    const media = postcss.atRule({ name: "media", params: "screen and (prefers-color-scheme: dark)" });
    media.append(wished);
    rule.after(media);
  });
  return root.toString();
}

const tabler = readFileSync(join(api, "../node_modules/@tabler/core/dist/css/tabler.css"), "utf8");
const font = readFileSync(
  join(api, "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
);
const own = readFileSync(join(here, "titip.css"), "utf8").replace("inter.woff2", hashed("inter.woff2", font));
const style = darkByWish((await used(tabler)).replace(/\/\*# sourceMappingURL.*?\*\//, "") + "\n" + own);

const made = await build({
  stdin: { contents: style, loader: "css", sourcefile: "titip.css", resolveDir: here },
  minify: true,
  write: false,
  outdir: out,
  legalComments: "none",
  target: ["chrome109", "firefox115", "safari16"],
});
const script = await build({
  entryPoints: [join(here, "titip.js")],
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  legalComments: "none",
  target: ["chrome109", "firefox115", "safari16"],
});

mkdirSync(out, { recursive: true });
const manifest = {};
for (const [name, content] of [
  ["titip.css", made.outputFiles[0].contents],
  ["titip.js", script.outputFiles[0].contents],
  ["icon.svg", readFileSync(join(here, "icon.svg"))],
  ["inter.woff2", font],
]) {
  manifest[name] = hashed(name, content);
  writeFileSync(join(out, manifest[name]), content);
  writeFileSync(join(out, `${manifest[name]}.gz`), gzipSync(content, { level: 9 }));
}
const notices = packages.map((name) => {
  const folder = join(api, "../node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${about.version} (${about.license})\n\n${file ? readFileSync(join(folder, file), "utf8") : ""}`;
});
writeFileSync(join(out, "THIRD_PARTY_NOTICES.txt"), notices.join("\n\n"));
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

// What a service that runs may still name is left for an hour.
const kept = Object.values(manifest).flatMap((name) => [name, `${name}.gz`]);
for (const name of readdirSync(out)) {
  if (!/-[0-9a-f]{12}\./.test(name) || kept.includes(name)) continue;
  if (Date.now() - statSync(join(out, name)).mtimeMs > 3_600_000) rmSync(join(out, name));
}
