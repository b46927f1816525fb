// Every page in a real browser: what it says, its filters, that it stays dead, at home and usable.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { remove, seed, serve, temporary } from "./dashboard.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const hostile = "/listings?q=iframe&from=2022-03-01&to=2022-08-31&rule=leaks-shared";

let folder, server, browser;

before(async () => {
  folder = temporary();
  seed(folder);
  server = await serve(folder, "--rule", "leaks-shared");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.stop();
  remove(folder);
});

/** A page whose every request, console error and dialog is watched. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.requests = [];
  page.problems = [];
  page.on("request", (request) => page.requests.push(request.url()));
  page.on("console", (message) => { if (message.type() === "error") page.problems.push(message.text()); });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("dialog", (dialog) => { page.problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.response = await page.goto(server.url + path);
  return page;
}

async function text(page, selector) {
  return (await page.locator(selector).first().innerText()).replace(/\s+/g, " ").trim();
}

const everyPage = [
  ["Situation", "/"],
  ["Listings", "/listings"],
  ["Listings, filtered", "/listings?kind=leak&country=CN&scope=rule&q=hospital"],
  ["Listings, none match", "/listings?country=AQ"],
  ["Trends", "/trends"],
  ["Trends, split", "/trends?split=country&by=month"],
  ["Trends, nothing counted", "/trends?from=2001-01-01&to=2001-02-01"],
  ["Sources", "/sources"],
  ["Sources, one of them", "/sources?source=ransomware%2Fgreyfin&outcome=any"],
  ["Search", "/search?q=hospital"],
  ["Search, nothing found", "/search?q=zzzzqqqq"],
  ["Not found", "/listings/ffffffffffffffff"],
];

/** Opens a path; the empty one stands for the hostile listing, which is reached through the list. */
async function visit(path, options) {
  const page = await open(path || hostile, options);
  if (path === "") {
    await page.locator("td.title a").first().click();
    await page.locator(".post").waitFor();
  }
  return page;
}

describe("every page", () => {
  for (const [name, path] of [...everyPage, ["Listing", ""]]) {
    test(`${name} has no serious accessibility finding in either theme`, async () => {
      const page = await visit(path);
      await page.evaluate(axeSource);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
        assert.deepEqual(serious.map((v) => `${colorScheme} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`), []);
      }
      await page.context().close();
    });

    test(`${name} asks no other host for anything, breaks no rule of its own and fits a phone of 390 px`, async () => {
      const page = await visit(path);
      await page.waitForLoadState("networkidle");
      assert.deepEqual(page.requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("blob:")), []);
      assert.deepEqual(page.problems.filter((p) => name !== "Not found" || !/404/.test(p)), []);
      await page.setViewportSize({ width: 390, height: 844 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await page.context().close();
    });

    test(`${name} is whole without JavaScript`, async () => {
      const page = await visit(path, { javaScriptEnabled: false });
      assert.notEqual(await text(page, "h1"), "");
      for (const figure of await page.locator("figure.chart").all()) {
        assert.equal(await figure.locator("table").isVisible(), true);
        assert.equal(await figure.locator(".plot").isVisible(), false);
      }
      await page.context().close();
    });
  }
});

describe("situation", () => {
  test("says first whether there is a surge, with pace, ratio and interval", async () => {
    const page = await open("/");
    assert.match(await text(page, "h1"), /^A surge: a pace of \d+ leaks a month, [\d.]+ times the rate before$/);
    assert.match(await text(page, ".grounds"), /95 % interval [\d.]+–[\d.]+; rate ratio [\d.]+ \([\d.]+–[\d.]+\)/);
    assert.match(await text(page, ".definition"), /What is counted leaks-shared/);
    await page.context().close();
  });

  test("completes its address, so that it can be sent to a colleague", async () => {
    const page = await open("/");
    const query = new URL(page.url()).searchParams;
    for (const part of ["from", "to", "rule"]) assert.ok(query.has(part), part);
    await page.context().close();
  });

  test("keeps rule and period on the way to another page", async () => {
    const page = await open("/?from=2022-05-01&to=2022-08-01&rule=databases-marketed");
    await page.getByRole("link", { name: "Listings", exact: true }).click();
    assert.match(page.url(), /\/listings\?from=2022-05-01&to=2022-08-01&rule=databases-marketed/);
    await page.context().close();
  });

  test("draws its chart over the table of figures, which opens on demand", async () => {
    const page = await open("/");
    await page.locator(".plot[data-drawn] svg").waitFor();
    assert.equal(await page.locator("figure.chart table").isVisible(), false);
    await page.locator("figure.chart summary").click();
    assert.equal(await page.locator("figure.chart table").isVisible(), true);
    await page.context().close();
  });

  test("lets one country be opened with the days that its row counts", async () => {
    const page = await open("/");
    const row = page.locator("table.breakdown tbody tr").first();
    const count = (await row.locator("td.n").first().innerText()).replace(/\D/g, "");
    await row.locator("a").click();
    assert.match(page.url(), /country=[A-Z]{2}/);
    await page.locator("h1").waitFor();
    // The breakdown holds to the rule's kinds and offers; the list shows those and what lies beside them.
    assert.ok(Number((await text(page, "h1")).match(/^[\d\u202f]+/)[0].replace(/\D/g, "")) >= Number(count));
    await page.context().close();
  });
});

describe("the question", () => {
  test("a period that was chosen is compared with the time before it, in address, controls and figures", async () => {
    const page = await open("/");
    await page.locator(".scope input[name=from]").fill("2022-07-01");
    await page.locator(".scope input[name=to]").fill("2022-07-31");
    await page.getByRole("button", { name: "Apply" }).click();
    assert.match(page.url(), /from=2022-07-01&to=2022-07-31/);
    const main = await text(page, "main");
    assert.match(main, /in 31 days \(2022-07-01 to 2022-07-31\) against \d+ leaks in 107 days \(2022-03-16 to 2022-06-30\)/);
    assert.match(main, /Compared are all of the days shown with the 107 days before them, which begin with the first post in the store\./);
    await page.context().close();
  });

  test("a comparison that was given stays when the period changes, and is told", async () => {
    const page = await open("/?from=2022-03-16&to=2022-08-20&rule=leaks-shared&baseline=2022-04-01..2022-05-31&window=2022-07-01..2022-07-15");
    await page.locator(".scope input[name=from]").fill("2022-07-01");
    await page.getByRole("button", { name: "Apply" }).click();
    assert.match(page.url(), /baseline=2022-04-01\.\.2022-05-31&window=2022-07-01\.\.2022-07-15/);
    assert.match(await text(page, ".grounds"), /2022-07-01 to 2022-07-15.*2022-04-01 to 2022-05-31/);
    assert.match(await text(page, "main"), /the baseline reaches outside of the days shown/);
    await page.locator(".plot[data-drawn] svg").waitFor();
    assert.match(await page.locator(".plot svg").textContent(), /before \(2022-04-01 to 2022-05-31\)/);
    await page.getByRole("link", { name: "Compare the whole period" }).click();
    assert.match(page.url(), /compare=before/);
    assert.match(await text(page, ".grounds"), /2022-07-01 to 2022-08-20/);
    await page.context().close();
  });

  test("a preset keeps rule and filters", async () => {
    const page = await open("/listings?country=CN&rule=databases-marketed");
    const before = new URL(page.url()).searchParams;
    await page.getByRole("link", { name: "last 7 days" }).click();
    const { searchParams } = new URL(page.url());
    assert.equal(searchParams.get("to"), before.get("to"));
    assert.equal(Date.parse(searchParams.get("to")) - Date.parse(searchParams.get("from")), 6 * 864e5);
    assert.match(page.url(), /rule=databases-marketed.*country=CN/);
    await page.context().close();
  });

  test("one comparison is chosen at a time", async () => {
    const page = await open("/trends?from=2022-03-16&to=2022-08-20&rule=leaks-shared&baseline=2022-04-01..2022-05-31&window=2022-07-01..2022-07-15");
    await page.locator("select[name=event]").selectOption("listing-of-30-june");
    assert.equal(await page.locator(".filters input[name=baseline]").inputValue(), "");
    await page.getByRole("button", { name: "Count" }).click();
    assert.match(page.url(), /event=listing-of-30-june/);
    assert.equal(await page.locator("[role=alert]").count(), 0);
    await page.context().close();
  });
});

describe("listings", () => {
  test("a title without end takes three lines of the list and stands whole on its page", async () => {
    const page = await open("/listings?q=endless");
    const link = page.locator("td.title a").first();
    assert.ok((await link.boundingBox()).height < 70);
    assert.ok((await link.innerText()).length <= 201);
    assert.ok((await page.locator("td.victim").first().boundingBox()).height < 80);
    await link.click();
    assert.ok((await text(page, "h1")).length > 5000);
    await page.context().close();
  });

  test("keep their head in sight", async () => {
    const page = await open("/listings");
    await page.locator(".scroll.rows").evaluate((box) => { box.scrollTop = 600; });
    const box = await page.locator(".scroll.rows").boundingBox();
    const head = await page.locator("table.listings thead th").first().boundingBox();
    assert.ok(Math.abs(head.y - box.y) < 12, `${head.y} ${box.y}`);
    await page.context().close();
  });

  test("fold their filters on a phone unless one is set", async () => {
    const phone = { viewport: { width: 390, height: 844 } };
    const page = await open("/listings", phone);
    assert.equal(await page.locator("select[name=country]").isVisible(), false);
    await page.locator(".fold summary").click();
    assert.equal(await page.locator("select[name=country]").isVisible(), true);
    const filtered = await open("/listings?country=CN", phone);
    assert.equal(await filtered.locator("select[name=country]").isVisible(), true);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${server.url}/listings`);
    assert.equal(await page.locator("select[name=country]").isVisible(), true);
    await page.context().close();
    await filtered.context().close();
  });

  test("narrow by a filter, which stands in the address and as a chip that takes it away again", async () => {
    const page = await open("/listings");
    const all = await text(page, "h1");
    await page.locator("select[name=country]").selectOption("CN");
    await page.getByRole("button", { name: "Filter" }).click();
    assert.match(page.url(), /country=CN/);
    assert.match(await text(page, "h1"), /^\d+ listings match$/);
    for (const row of await page.locator("table.listings tbody tr").all()) assert.match(await row.innerText(), /\bCN\b/);
    await page.locator(".chip", { hasText: "China" }).click();
    assert.doesNotMatch(page.url(), /country=CN/);
    assert.equal(await text(page, "h1"), all);
    await page.context().close();
  });

  test("find a Chinese word of two characters, a Russian and a Latin one", async () => {
    for (const [word, title] of [["上海", "script"], ["hospital", "Hospital"]]) {
      const page = await open(`/listings?q=${encodeURIComponent(word)}`);
      assert.match(await text(page, "td.title"), new RegExp(title));
      await page.context().close();
    }
    const page = await open(`/search?q=${encodeURIComponent("номеров")}`);
    assert.equal(await page.locator(".hits li").count(), 0, "the seed holds no such word");
    await page.context().close();
  });

  test("sort by claimed records and say so to a screen reader", async () => {
    const page = await open("/listings");
    await page.locator("th a", { hasText: "Claims records" }).click();
    assert.equal(await page.locator("th[aria-sort=descending]").innerText().then((t) => /Claims records/.test(t)), true);
    const figures = await page.locator("td[data-label='Claims records'] data").evaluateAll((all) => all.map((d) => Number(d.value)));
    assert.deepEqual(figures, [...figures].sort((a, b) => b - a));
    assert.equal(figures[0], 1_000_000_000);
    await page.context().close();
  });

  test("page by key through every listing exactly once", async () => {
    const page = await open("/listings");
    const total = Number((await text(page, "h1")).replace(/\D/g, ""));
    const seen = new Set();
    for (;;) {
      for (const href of await page.locator("td.title a").evaluateAll((all) => all.map((a) => new URL(a.href).pathname))) {
        assert.ok(!seen.has(href), `${href} twice`);
        seen.add(href);
      }
      const next = page.locator("a[rel=next]");
      if (await next.count() === 0) break;
      await next.click();
    }
    assert.equal(seen.size, total);
    await page.context().close();
  });

  test("export exactly what is filtered, and no cell that a spreadsheet would run", async () => {
    const page = await open("/listings?country=CN");
    const total = Number((await text(page, "h1")).replace(/\D/g, ""));
    const href = await page.locator(".export a").first().getAttribute("href");
    const csv = await (await fetch(server.url + href)).text();
    const ids = csv.split("\r\n").slice(1).filter((line) => /^[0-9a-f]{16},/.test(line));
    assert.equal(ids.length, total);
    const everything = await (await fetch(`${server.url}/listings.csv?from=2022-01-01&to=2022-12-31`)).text();
    assert.match(everything, /,'=1\+1 formula as a title,/);
    assert.doesNotMatch(everything, /(^|,|")[=@]/m);
    await page.context().close();
  });

  test("tell what cannot be read in the address, and still stand", async () => {
    const page = await open("/listings?kind=leek&from=yesterday&records=many&rule=none");
    assert.equal(page.response.status(), 200);
    assert.equal(await page.locator("[role=alert]").count(), 4);
    await page.context().close();
  });
});

describe("listing", () => {
  test("shows hostile words as words", async () => {
    const page = await open(hostile);
    await page.locator("td.title a").first().click();
    assert.match(await text(page, "h1"), /<script>document\.title='owned'<\/script>/);
    assert.doesNotMatch(await page.title(), /^owned$/);
    const post = await text(page, ".post");
    assert.match(post, /hxxps:\/\/evil\.example\/sample\.zip/);
    assert.match(post, /HxxP:\/\/EVIL\.EXAMPLE/);
    assert.match(post, /<iframe src=/);
    assert.match(post, /\[U\+200B\]/);
    assert.match(post, /\[U\+2067\]/);
    const html = await page.content();
    assert.doesNotMatch(html, /https?:\/\/evil/i);
    assert.doesNotMatch(html, /[\u202a-\u202e\u2066-\u2069\u200b]/);
    assert.equal(await page.locator(".post a, .post img, .post iframe, .post script").count(), 0);
    await page.context().close();
  });

  test("marks the words that each claim was read from, and leads there", async () => {
    const page = await open(hostile);
    await page.locator("td.title a").first().click();
    assert.equal(await page.locator(".post-body mark", { hasText: "10 BTC" }).getAttribute("title"), "price, read by price.coin");
    // "上海国家" is both the beginning of the victim's name and what the country was read from.
    assert.match(await page.locator(".post-body mark.several").getAttribute("title"), /victims, read by victim\.zh; countries, read by country\.place/);
    const link = page.locator("table.claims tr", { hasText: "Price" }).locator("a");
    const target = await link.getAttribute("href");
    assert.equal(await page.locator(`.post-body ${target} + mark`).innerText(), "10 BTC");
    await page.context().close();
  });

  test("writes claims as claims and tells the price at the day's rate", async () => {
    const page = await open(hostile);
    await page.locator("td.title a").first().click();
    const claims = await text(page, "table.claims");
    assert.match(claims, /claims nearly 1\s000\s000\s000 records \(1\.0 bn\) \(nearly 70 % of 1\s412\s000\s000\)/);
    assert.match(claims, /asks 10 BTC, 201\s044 USD at the rate of 2022-06-30/);
    assert.match(claims, /offers a sample of 750\s000 records/);
    await page.context().close();
  });

  test("names its evidence: capture, hash, place and both times", async () => {
    const page = await open(hostile);
    await page.locator("td.title a").first().click();
    const evidence = await text(page, "section[aria-labelledby=evidence]");
    assert.match(evidence, /SHA-256 [0-9a-f]{64}/);
    assert.match(evidence, /WARC 00000001\.warc\.sealed, byte 4\s096/);
    const times = await text(page, "section[aria-labelledby=times]");
    assert.match(times, /Published 2022-06-30 09:15/);
    assert.match(times, /First seen 2022-09-01 06:00/);
    await page.context().close();
  });

  test("gives the command that shows its evidence, to copy", async () => {
    const page = await open(hostile, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.locator("td.title a").first().click();
    const command = await text(page, "code.command");
    assert.match(command, /^aftershock evidence show [0-9a-f]{32} --store /);
    await page.getByRole("button", { name: "Copy the command" }).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), command);
    await page.context().close();
  });

  test("that is not there is a page that says so", async () => {
    const page = await open("/listings/ffffffffffffffff");
    assert.equal(page.response.status(), 404);
    assert.match(await text(page, "main"), /There is no listing ffffffffffffffff in this store/);
    await page.context().close();
  });
});

describe("trends", () => {
  test("count by step and split, with the definition beside", async () => {
    const page = await open("/trends");
    await page.locator("select[name=by]").selectOption("month");
    await page.locator("select[name=split]").selectOption("country");
    await page.getByRole("button", { name: "Count" }).click();
    assert.match(page.url(), /by=month/);
    assert.match(page.url(), /split=country/);
    assert.match(await text(page, "#series"), /by month/);
    assert.ok(await page.locator(".smalls figure").count() >= 1);
    assert.match(await text(page, ".definition"), /Snapshot/);
    await page.context().close();
  });

  test("compare the sides of an event, or two ranges of days", async () => {
    const page = await open("/trends?from=2022-03-16&to=2022-08-20&rule=leaks-shared&event=listing-of-30-june");
    assert.match(await text(page, "table.comparison"), /2022-03-16 to 2022-06-29.*2022-06-30 to 2022-08-20/);
    await page.locator("select[name=event]").selectOption("");
    await page.locator("input[name=baseline]").fill("2022-04-01..2022-05-31");
    await page.locator("input[name=window]").fill("2022-07-01..2022-07-15");
    await page.getByRole("button", { name: "Count" }).click();
    assert.match(await text(page, "table.comparison"), /2022-04-01 to 2022-05-31.*2022-07-01 to 2022-07-15/);
    await page.context().close();
  });

  test("give the same counts as table, CSV and JSON", async () => {
    const page = await open("/trends?from=2022-03-16&to=2022-08-20&rule=leaks-shared&by=month");
    const query = new URL(page.url()).search;
    const table = await page.locator("figure.chart tbody tr").evaluateAll((rows) => rows.map((r) => Number(r.querySelector("td.n").textContent.replace(/\D/g, ""))));
    const csv = (await (await fetch(`${server.url}/trends.csv${query}`)).text()).trim().split("\r\n").slice(1).map((line) => Number(line.split(",")[6]));
    const json = await (await fetch(`${server.url}/trends.json${query}`)).json();
    assert.deepEqual(csv, table);
    assert.deepEqual(json.series.map((point) => point.count), table);
    await page.context().close();
  });

  test("save the chart as a picture", async () => {
    const page = await open("/trends");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "SVG" }).click();
    assert.match((await download).suggestedFilename(), /\.svg$/);
    const png = page.waitForEvent("download");
    await page.getByRole("button", { name: "PNG" }).click();
    assert.match((await png).suggestedFilename(), /\.png$/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
});

describe("charts", () => {
  for (const path of ["/trends?from=2022-07-01&to=2022-07-20&rule=leaks-shared", "/trends?from=2022-03-16&to=2022-08-20&rule=leaks-shared&by=month&split=country"]) {
    test(`${path} hold every interval`, async () => {
      const page = await open(path);
      await page.locator(".plot[data-drawn] svg").first().waitFor();
      for (const figure of await page.locator("figure.chart").all()) {
        const data = JSON.parse(await figure.getAttribute("data-chart"));
        const top = Number(await figure.locator(".plot").getAttribute("data-drawn"));
        assert.ok(top > Math.max(...data.points.map((p) => p[4])), `${top}`);
      }
      await page.context().close();
    });
  }

  test("print the digits of the tables and the pace of the card", async () => {
    const page = await open("/trends?from=2022-03-16&to=2022-08-20&rule=leaks-shared&by=month&baseline=2022-03-16..2022-06-30&window=2022-07-01..2022-07-15");
    await page.locator(".plot[data-drawn] svg").waitFor();
    const drawn = await page.locator(".plot svg").textContent();
    const card = (await text(page, ".figures div:has(dt:text-is('Pace')) dd.quiet")).match(/^([\d.]+) \(([\d.–]+)\)$/);
    assert.ok(drawn.includes(`after: ${card[1]} a month (${card[2]})`), `${drawn} ${card[0]}`);
    const july = page.locator("figure.chart tbody tr", { hasText: "2022-07-01" });
    assert.match(await july.textContent(), /\d+ of these \d+ lie in the window/);
    await page.context().close();
  });

  test("keep note and buttons apart at every width", async () => {
    const page = await open("/trends?by=month");
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const [note, save] = [await page.locator(".under .marks").boundingBox(), await page.locator(".under .save").boundingBox()];
      assert.ok(note.x + note.width <= save.x || note.y + note.height <= save.y, `${width}`);
    }
    await page.context().close();
  });
});

describe("sources", () => {
  test("show every column on a phone", async () => {
    const page = await open("/sources", { viewport: { width: 390, height: 844 } });
    for (const box of await page.locator(".scroll").all()) {
      assert.ok(await box.evaluate((b) => b.scrollWidth <= b.clientWidth));
    }
    await page.context().close();
  });

  test("say what was captured when and list what failed, with the reason", async () => {
    const page = await open("/sources");
    assert.match(await text(page, "h1"), /captures of 3 sources, 60 of which failed$/);
    assert.match(await text(page, "section[aria-labelledby=captures]"), /expected <\/html>/);
    await page.locator("a[rel=next]").click();
    assert.equal(await page.locator("section[aria-labelledby=captures] tbody tr").count(), 10);
    await page.context().close();
  });

  test("tell what an import could not read, and whose import it was", async () => {
    const page = await open("/sources");
    const runs = await text(page, "section[aria-labelledby=runs] tbody tr");
    assert.match(runs, /import posts.*harbour.*<b>dump<\/b>\.jsonl line 3: is no JSON object/);
    assert.match(runs, /and 2 more/);
    assert.equal(await page.locator("section[aria-labelledby=runs] tbody b").count(), 0);
    await page.goto(`${server.url}/sources?source=ransomware%2Fgreyfin`);
    assert.equal(await page.locator("section[aria-labelledby=runs]").count(), 0);
    await page.context().close();
  });

  test("tell that nothing failed where nothing did", async () => {
    const page = await open("/sources?source=ransomware%2Fgreyfin&outcome=failed");
    assert.match(await text(page, ".empty"), /No capture failed.*This speaks of captures alone/);
    await page.context().close();
  });
});

describe("search", () => {
  test("finds across nouns, and an id goes straight to its page", async () => {
    const page = await open("/search?q=harbour");
    assert.match(await text(page, "section[aria-labelledby=sources]"), /Harbour Exchange/);
    const handle = await open("/search?q=oxbow");
    assert.match(await text(handle, "section[aria-labelledby=handle]"), /oxbow posted \d+ listings/);
    await page.goto(`${server.url}${hostile}`);
    const path = await page.locator("td.title a").first().evaluate((a) => new URL(a.href).pathname);
    await page.goto(`${server.url}/search?q=${path.split("/").at(-1)}`);
    assert.equal(new URL(page.url()).pathname, path);
    await page.context().close();
    await handle.context().close();
  });

  test("shows a post that offers nothing, without a link to a listing", async () => {
    const page = await open(`/search?q=${encodeURIComponent("身份证")}`);
    const hit = page.locator(".hits li", { hasText: "offers no data" });
    assert.equal(await hit.count(), 1);
    assert.equal(await hit.locator("a").count(), 0);
    assert.match(await hit.locator("mark").first().innerText(), /身份证/);
    await page.context().close();
  });
});

describe("keyboard and theme", () => {
  test("walks from the skip link to a listing with the keys alone", async () => {
    const page = await open("/listings");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    const title = await page.evaluate(() => document.activeElement.textContent);
    assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "solid");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/listings\/[0-9a-f]{16}/);
    assert.equal(await text(page, "h1"), title.replace(/\s+/g, " ").trim());
    await page.context().close();
  });

  test("reaches the search with / and leaves it with Escape; ? lists the keys", async () => {
    const page = await open("/");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    assert.equal(await page.locator("dialog#keys").isVisible(), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog#keys").isVisible(), false);
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.waitForURL(/\/trends/);
    await page.context().close();
  });

  test("keeps the theme that was chosen, without JavaScript too, and comes back to the same page", async () => {
    const page = await open("/listings?kind=leak", { javaScriptEnabled: false, colorScheme: "light" });
    const here = page.url();
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(page.url(), here);
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await page.goto(`${server.url}/sources`);
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await page.getByRole("button", { name: "Auto" }).click();
    assert.equal(await page.locator("html").getAttribute("data-theme"), null);
    await page.context().close();
  });
});
