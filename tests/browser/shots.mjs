// Pictures of every page for looking at: node shots.mjs URL FOLDER [name=path ...]
import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";

const [base, folder, ...asked] = process.argv.slice(2);
const pages = asked.length > 0
  ? asked.map((a) => [a.slice(0, a.indexOf("=")), a.slice(a.indexOf("=") + 1)])
  : [["situation", "/"], ["listings", "/listings"], ["trends", "/trends?split=country"], ["sources", "/sources"], ["search", "/search?q=hospital"], ["missing", "/nothing"]];
const widths = (process.env.WIDTHS || "1440,1024,390").split(",").map(Number);
const themes = (process.env.THEMES || "light,dark").split(",");
mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const theme of themes) {
  for (const width of widths) {
    const context = await browser.newContext({ viewport: { width, height: process.env.TOP ? Number(process.env.TOP) : width < 500 ? 844 : 900 }, colorScheme: theme });
    const page = await context.newPage();
    page.on("console", (message) => { if (message.type() !== "log") console.log(`${message.type()}: ${message.text()}`); });
    page.on("pageerror", (error) => console.log(`error: ${error}`));
    for (const [name, path] of pages) {
      await page.goto(base + path);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${folder}/${name}-${width}-${theme}.png`, fullPage: !process.env.TOP, clip: process.env.TOP ? { x: 0, y: 0, width, height: Number(process.env.TOP) } : undefined });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) console.log(`${name} at ${width}: ${over} px too wide`);
    }
    await context.close();
  }
}
await browser.close();
