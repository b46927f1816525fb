// Whole-process measurements on this machine: imports end to end, and every page of the dashboard over 100,000 posts.
// Usage: node bench/macro.mjs [--posts N] [--runs N] [--pages DIR] [--out FILE.md]
// Every figure is a whole run of the real command on a fresh store; the median of the runs is printed, with the range.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'src/Aftershock.Cli/bin/Release/net10.0/Aftershock.Cli.dll');
const option = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1]; };
const posts = Number(option('posts', 100_000));
const runs = Number(option('runs', 3));
const work = mkdtempSync(join(tmpdir(), 'aftershock-bench-'));
const lines = [];
const say = line => { console.log(line); lines.push(line); };

function run(args) {
  const began = process.hrtime.bigint();
  const result = spawnSync('dotnet', [program, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (result.status !== 0) throw new Error(`aftershock ${args.join(' ')} ended with ${result.status}: ${result.stderr}`);
  return { seconds, out: result.stdout };
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const range = values => `${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}`;

/** Posts of the reconstruction, repeated with other ids, counts and names of hosts until there are enough. */
async function makePosts(file) {
  const store = join(work, 'seed');
  run(['demo', '--no-serve', '--store', store]);
  const seed = [];
  const exported = run(['posts', '--jsonl', '--store', store]).out;
  for (const line of exported.split('\n')) if (line) seed.push(JSON.parse(line));
  const out = createWriteStream(file);
  for (let n = 0; n < posts; n++) {
    const post = seed[n % seed.length];
    const round = Math.floor(n / seed.length);
    const title = round === 0 ? post.thread_title : post.thread_title.replace(/\p{Lu}\p{Ll}{3,}/u, word => word + 'abcdefghijklmnopqrstuvwxyz'[round % 26]);
    const ok = out.write(JSON.stringify({ id: `p${n}`, title, body: post.body, posted_at: post.published_at, author: post.author, section: post.forum }) + '\n');
    if (!ok) await new Promise(resolve => out.once('drain', resolve));
  }
  await new Promise(resolve => out.end(resolve));
}

/** The saved pages several times over, with other ids of threads and posts, as a bigger board would have them. */
function multiplyPages(from, to, times) {
  mkdirSync(to, { recursive: true });
  const entries = readFileSync(join(from, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
  const shift = (text, by) => text.replace(/\b(tid=|tid_|pid=|pid_|pid|post_)(\d+)/g, (_, mark, id) => mark + (Number(id) + by));
  const manifest = [];
  for (let n = 0; n < times; n++) {
    for (const entry of entries) {
      const raw = readFileSync(join(from, entry.file));
      const text = (entry.file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8');
      const file = `${n}-${entry.file.replace(/\.gz$/, '')}`;
      writeFileSync(join(to, file), shift(text, n * 100_000));
      manifest.push(JSON.stringify({ ...entry, file, url: shift(entry.url, n * 100_000) + (entry.url.includes('tid=') ? '' : `#${n}`), sha256: undefined }));
    }
  }
  writeFileSync(join(to, 'manifest.jsonl'), manifest.join('\n') + '\n');
  return manifest.length;
}

/** Runs an import on a fresh store several times; returns units a second. */
function timeImport(name, units, args) {
  const rates = [];
  for (let n = 0; n < runs; n++) {
    const store = join(work, `${name}-${n}`);
    const { seconds } = run([...args, '--store', store]);
    rates.push(units / seconds);
    if (n < runs - 1) rmSync(store, { recursive: true });
  }
  return rates;
}

async function timePages(store) {
  const port = 20000 + Math.floor(process.pid % 20000);
  const url = `http://127.0.0.1:${port}`;
  const server = spawn('dotnet', [program, 'serve', '--store', store, '--url', url], { stdio: 'ignore' });
  try {
    for (let n = 0; ; n++) {
      try { await fetch(url); break; } catch { if (n > 100) throw new Error('serve did not start'); await new Promise(r => setTimeout(r, 200)); }
    }
    const listings = await (await fetch(`${url}/listings`)).text();
    const listing = /href="(\/listings\/[0-9a-f]{16})/.exec(listings)?.[1];
    const paths = ['/', '/listings', '/listings?q=%E6%95%B0%E6%8D%AE', '/listings?q=database', '/listings?country=CN&sort=records', listing,
      '/trends', '/trends?by=month&split=country', '/sources', '/search?q=bank'].filter(Boolean);
    for (const path of paths) {
      const times = [];
      let status = 0;
      for (let n = 0; n < 21; n++) {
        const began = performance.now();
        const response = await fetch(url + path);
        await response.arrayBuffer();
        status = response.status;
        times.push(performance.now() - began);
      }
      const first = times[0];
      const rest = times.slice(1);
      say(`| ${path.replace(/\/listings\/[0-9a-f]+/, '/listings/ID')} | ${status} | ${first.toFixed(0)} | ${median(rest).toFixed(0)} | ${Math.max(...rest).toFixed(0)} |`);
    }
  } finally {
    server.kill('SIGTERM');
  }
}

try {
  if (!existsSync(program)) throw new Error('build first: dotnet build -c Release src/Aftershock.Cli');
  say('# Whole-process measurements\n');
  say(`${cpus().length} cores, ${cpus()[0].model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${runs} runs each; median (range). Each run is the real command on a fresh store, start-up included.\n`);
  const file = join(work, 'posts.jsonl');
  await makePosts(file);
  say('| What | Units | per second | range |');
  say('|---|---|---|---|');
  const fromLines = timeImport('posts', posts, ['import', 'posts', file]);
  say(`| import posts, end to end (evidence, recognition, store) | ${posts} posts | ${median(fromLines).toFixed(0)} | ${range(fromLines)} |`);
  const pagesFolder = join(work, 'pages');
  run(['demo', '--no-serve', '--store', join(work, 'pages-seed'), '--pages', pagesFolder]);
  const pages = readFileSync(join(pagesFolder, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).length;
  const sets = [['pages of the reconstruction', pagesFolder, pages]];
  const given = option('pages', null);
  if (given) sets.push(['pages of a real MyBB board', given, 0]);
  for (const [what, folder, count] of sets) {
    const many = join(work, `many-${sets.indexOf(sets.find(x => x[1] === folder))}`);
    const total = multiplyPages(folder, many, Math.ceil(12_000 / (count || 386)));
    const rates = timeImport(`many-${what.length}`, total, ['import', 'pages', '--forum', 'mybb', many]);
    say(`| import pages, saved ${what}, several times over with other ids | ${total} pages | ${median(rates).toFixed(0)} | ${range(rates)} |`);
    rmSync(many, { recursive: true });
  }
  say(`\n## Pages of the dashboard over ${posts} posts\n`);
  say('Milliseconds from request to last byte on loopback: the first request after the start, then the median and the slowest of 20 more.\n');
  say('| Page | Status | first | median | slowest |');
  say('|---|---|---|---|---|');
  await timePages(join(work, `posts-${runs - 1}`));
  const out = option('out', null);
  if (out) writeFileSync(out, lines.join('\n') + '\n');
} finally {
  rmSync(work, { recursive: true, force: true });
}
