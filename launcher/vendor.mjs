// Copies the minified front-end files the pages use from node_modules/ into
// static/vendor/, so that nothing of another project is kept in this repository.
// References to source maps are dropped: the maps are not copied, and the manifest
// storage of the static files refuses a reference to a file that is not there.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const target = join(root, "static", "vendor");
const inter = "@fontsource-variable/inter/files/inter";

const minified = {
  "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
  "echarts.min.js": "echarts/dist/echarts.min.js",
  "tom-select.complete.min.js": "tom-select/dist/js/tom-select.complete.min.js",
};
const styles = { "tom-select.css": "tom-select/dist/css/tom-select.bootstrap5.css" };
const copied = {
  "inter/inter-latin-wght-normal.woff2": `${inter}-latin-wght-normal.woff2`,
  "inter/inter-latin-ext-wght-normal.woff2": `${inter}-latin-ext-wght-normal.woff2`,
  "inter/LICENSE": "@fontsource-variable/inter/LICENSE",
};

const withoutMap = (text) =>
  text.replace(/\s*(\/\*[#@] sourceMappingURL=[^*]*\*\/|\/\/[#@] sourceMappingURL=\S*)\s*$/, "\n");

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "inter"), { recursive: true });
for (const [name, source] of Object.entries(minified)) {
  await writeFile(join(target, name), withoutMap(await readFile(join(modules, source), "utf8")));
}
for (const [name, source] of Object.entries(styles)) {
  const css = await readFile(join(modules, source), "utf8");
  const { code } = await transform(css, { loader: "css", minify: true });
  await writeFile(join(target, name), code);
}
for (const [name, source] of Object.entries(copied)) {
  await cp(join(modules, source), join(target, name));
}
