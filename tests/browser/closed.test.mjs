// What must not work: other addresses, other hosts' names, forms of other sites; and what failing and empty stores look like.
import assert from "node:assert/strict";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { cli, remove, seed, serve, temporary } from "./dashboard.mjs";

let folder, server;

before(async () => {
  folder = temporary();
  seed(folder, 20);
  server = await serve(folder);
});

after(async () => {
  await server?.stop();
  remove(folder);
});

/** A raw request, since fetch sets Host itself. */
function ask(path, { method = "GET", headers = {} } = {}) {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const out = request({ hostname, port, path, method, headers }, (response) => {
      let body = "";
      response.on("data", (data) => { body += data; });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    out.on("error", reject);
    out.end();
  });
}

describe("closed by default", () => {
  for (const url of ["http://0.0.0.0:5080", "http://[::]:5080", "http://*:5080", "http://192.0.2.7:5080", "http://example.org:5080", "https://127.0.0.1:5080"]) {
    test(`serve refuses ${url}`, () => {
      const run = cli("serve", "--store", folder, "--url", url);
      assert.equal(run.status, 3, run.stderr);
      assert.match(run.stderr, /http:\/\/127\.0\.0\.1:5080/);
    });
  }

  test("serve calls what is no address a mistake of the pen", () => {
    const run = cli("serve", "--store", folder, "--url", "banana");
    assert.equal(run.status, 2, run.stderr);
  });

  test("a taken port is told in one sentence", () => {
    const run = cli("serve", "--store", folder, "--url", server.url);
    assert.equal(run.status, 1, run.stderr);
    assert.match(run.stderr, /^aftershock: Failed to bind to address .* already in use\. Give another with --url [^\n]*\n$/);
  });

  test("a request under another name is refused, whatever it asks for", async () => {
    for (const path of ["/", "/assets/mark.svg", "/listings.csv"]) {
      const answer = await ask(path, { headers: { host: "rebound.example" } });
      assert.equal(answer.status, 403);
      assert.doesNotMatch(answer.body, /<html/);
    }
    assert.equal((await ask("/assets/mark.svg", { headers: { host: "localhost:1234" } })).status, 200);
  });

  test("a form of another site changes nothing", async () => {
    const answer = await ask("/preferences", { method: "POST", headers: { "sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded" } });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers["set-cookie"], undefined);
    const old = await ask("/preferences", { method: "POST", headers: { origin: "http://evil.example" } });
    assert.equal(old.status, 403);
  });

  test("every answer forbids inline scripts, framing, sniffing and referrers", async () => {
    for (const path of ["/", "/listings?from=2022-03-01&to=2022-08-31&rule=leaks-shared", "/assets/keys.js", "/nothing"]) {
      const { headers } = await ask(path);
      const policy = headers["content-security-policy"];
      assert.match(policy, /script-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(headers["x-content-type-options"], "nosniff");
      assert.equal(headers["referrer-policy"], "no-referrer");
    }
  });

  test("files outside of the assets are not served", async () => {
    for (const path of ["/assets/../aftershock.db", "/assets/%2e%2e/Aftershock.Cli.dll", "/aftershock.db", "/assets/..%5c..%5cetc"]) {
      assert.ok([400, 404].includes((await ask(path)).status), path);
    }
  });
});

describe("failing and empty", () => {
  test("a store that is damaged while it is served gives an error page with an id that the log holds", async () => {
    const broken = temporary();
    seed(broken, 4000);
    const damaged = await serve(broken);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const file = join(broken, "aftershock.db");
      const size = statSync(file).size;
      const handle = openSync(file, "r+");
      // Every page but the first ones, so that the schema still reads and the data does not.
      const junk = Buffer.alloc(4096, 0xa5);
      for (let at = 4096 * 2; at < size; at += 4096) writeSync(handle, junk, 0, junk.length, at);
      closeSync(handle);
      const response = await page.goto(`${damaged.url}/listings?q=hospital`);
      assert.equal(response.status(), 500);
      assert.match(await page.locator("h1").innerText(), /could not be/);
      const id = await page.locator("code.id").innerText();
      assert.ok(damaged.log.includes(id), `the log does not hold ${id}`);
      assert.equal(await page.getByRole("link", { name: "Sources", exact: true }).isVisible(), true);
      const help = await page.locator(".failure").innerText();
      assert.doesNotMatch(help, / at Aftershock\./);
    } finally {
      await browser.close();
      await damaged.stop();
      remove(broken);
    }
  });

  test("an empty store says on each page what to type", async () => {
    const empty = temporary();
    seed(empty, -1);
    const bare = await serve(empty);
    const browser = await launch();
    try {
      const page = await browser.newPage();
      for (const path of ["/", "/listings", "/trends", "/sources"]) {
        await page.goto(bare.url + path);
        assert.match(await page.locator(".empty .command").first().innerText(), /^aftershock demo$/, path);
        assert.match(await page.locator(".empty .command").nth(1).innerText(), new RegExp(`--store ${empty}`), path);
      }
    } finally {
      await browser.close();
      await bare.stop();
      remove(empty);
    }
  });

  test("a store that is not there is told on the command line", () => {
    const run = cli("serve", "--store", join(folder, "nowhere"));
    assert.equal(run.status, 1);
    assert.match(run.stderr, /no store at/);
  });

  test("Ctrl-C ends it cleanly", async () => {
    const other = await serve(folder);
    assert.equal(await other.stop(), 0);
  });
});
