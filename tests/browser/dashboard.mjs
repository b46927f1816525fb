// The real program over a seeded store: built once, served on a free loopback port, ended by its process id.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

function built(project, name) {
  // ./test builds everything first; whoever runs one file by hand gets what is missing built.
  const configurations = ["Release", "Debug"].map((c) => join(root, project, "bin", c, "net10.0", name));
  const found = configurations.find(existsSync);
  if (found) return found;
  const build = spawnSync("dotnet", ["build", join(root, project), "-c", "Release", "-v", "quiet", "--nologo"], { encoding: "utf8" });
  if (build.status !== 0) throw new Error(`${project} could not be built:\n${build.stdout}${build.stderr}`);
  return configurations[0];
}

export function temporary() {
  return mkdtempSync(join(tmpdir(), "aftershock-browser-"));
}

export function seed(folder, listings = 400) {
  const run = spawnSync("dotnet", [built("tests/browser/seed", "Aftershock.BrowserSeed.dll"), folder, `${listings}`], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`The store could not be seeded:\n${run.stdout}${run.stderr}`);
}

export function cli(...args) {
  return spawnSync("dotnet", [built("src/Aftershock.Cli", "Aftershock.Cli.dll"), ...args], { encoding: "utf8", timeout: 60_000 });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts `aftershock serve` over a store and waits until it answers. */
export async function serve(store, ...more) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = spawn("dotnet", [built("src/Aftershock.Cli", "Aftershock.Cli.dll"), "serve", "--store", store, "--url", url, ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const server = { url, log: "", pid: child.pid };
  child.stdout.on("data", (data) => { server.log += data; });
  child.stderr.on("data", (data) => { server.log += data; });
  const ended = new Promise((resolve) => { child.on("exit", resolve); });
  server.stop = async () => {
    if (child.exitCode === null) child.kill("SIGINT");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    const code = await ended;
    clearTimeout(late);
    return code;
  };
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}:\n${server.log}`);
    try {
      await fetch(`${url}/assets/mark.svg`);
      return server;
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  }
  await server.stop();
  throw new Error(`serve did not answer within 30 s:\n${server.log}`);
}

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
