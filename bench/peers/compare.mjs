// Reads the same saved MyBB pages with Aftershock, lxml and BeautifulSoup, one thread each, in turn. What counts is the
// processor time of the whole process, so that a runtime's own threads are paid for. No process is bound to one core:
// on a machine of a single processor .NET puts off its better code ten times longer, and the start is not what is measured.
// Usage: node bench/peers/compare.mjs [--pages DIR] [--rounds N] [--python /usr/bin/python3] [--out FILE.md]
// Without --pages the reconstruction's own pages are read; with it, those of the folder besides. Fields are compared value by value.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ours = join(root, 'bench/Aftershock.Benchmarks/bin/Release/net10.0/Aftershock.Benchmarks.dll');
const program = join(root, 'src/Aftershock.Cli/bin/Release/net10.0/Aftershock.Cli.dll');
const option = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1]; };
const rounds = Number(option('rounds', 3));
const python = option('python', '/usr/bin/python3');
const work = mkdtempSync(join(tmpdir(), 'aftershock-peers-'));
const printed = [];
const say = (line = '') => { console.log(line); printed.push(line); };
const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const shown = value => value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);

const readers = {
  Aftershock: (folder, fields) => ['dotnet', ours, 'pages', folder, '--kinds', 'thread,forum', '--json', ...fields],
  lxml: (folder, fields) => [python, join(root, 'bench/peers/mybb_pages.py'), folder, '--parser', 'lxml', ...fields],
  BeautifulSoup: (folder, fields) => [python, join(root, 'bench/peers/mybb_pages.py'), folder, '--parser', 'bs4', ...fields],
};

function run([file, ...args]) {
  const result = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${result.status}: ${result.stderr}`);
  return result.stdout;
}

/** The lines of a fields file by what they are about; a line that two pages share is told apart by its page. */
function read(file) {
  const lines = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const item = JSON.parse(line);
    lines.set(`${item.page} ${item.post_id ? `post ${item.post_id}` : `thread ${item.tid}`}`, item);
  }
  return lines;
}

function compareFields(name, mine, theirs) {
  let equal = 0;
  const different = [];
  for (const key of new Set([...mine.keys(), ...theirs.keys()])) {
    const [a, b] = [mine.get(key), theirs.get(key)];
    if (!a || !b) {
      different.push(`${key}: read by ${a ? 'Aftershock' : name} alone`);
      continue;
    }
    for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (a[field] === b[field]) equal++;
      else different.push(`${key} ${field}: Aftershock ${JSON.stringify(a[field])?.slice(0, 160)}, ${name} ${JSON.stringify(b[field])?.slice(0, 160)}`);
    }
  }
  return { equal, different };
}

function compare(what, folder) {
  const results = Object.fromEntries(Object.keys(readers).map(name => [name, { cpu: [], wall: [], first: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(readers)) {
      const fields = round === 0 ? ['--fields', join(work, `${name}.jsonl`)] : [];
      const told = JSON.parse(run(command(folder, fields)).trim().split('\n').at(-1));
      Object.assign(results[name], { pages: told.pages, bytes: told.bytes });
      results[name].cpu.push(...told.cpu);
      results[name].wall.push(...told.wall);
      if (round > 0 || rounds === 1) results[name].first.push(told.first);
    }
  }

  const mine = read(join(work, 'Aftershock.jsonl'));
  const { pages, bytes } = results.Aftershock;
  say(`\n## ${what}\n`);
  say(`${pages} pages of threads and lists of threads, ${(bytes / pages / 1000).toFixed(1)} KB on average; ${mine.size} posts and rows. One thread, pages in memory, processor time of the whole process; ${rounds} starts of each program in turn, several rounds in each; median (range). The first pass is what a start pays that reads these pages once.\n`);
  say('| Reader | Pages a second of processor time | range | by the clock | first pass | Aftershock is faster | Values equal | differing |');
  say('|---|---|---|---|---|---|---|---|');
  const notes = [];
  for (const [name, { cpu, wall, first, pages: read_ }] of Object.entries(results)) {
    if (read_ !== pages) throw new Error(`${name} read ${read_} pages, Aftershock ${pages}`);
    const rate = pages / median(cpu);
    const { equal, different } = compareFields(name, mine, read(join(work, `${name}.jsonl`)));
    notes.push(...different.slice(0, 5));
    say(`| ${name} | ${shown(rate)} | ${shown(pages / Math.max(...cpu))}-${shown(pages / Math.min(...cpu))} | ${shown(pages / median(wall))} | ${shown(pages / median(first))} | ${(median(cpu) / median(results.Aftershock.cpu)).toFixed(1)} x | ${name === 'Aftershock' ? '' : equal} | ${name === 'Aftershock' ? '' : different.length} |`);
  }
  if (notes.length > 0) say(`\nThe first that differ:\n\n${notes.map(note => `- ${note}`).join('\n')}`);
}

try {
  if (!existsSync(ours) || !existsSync(program)) throw new Error('build first: dotnet build -c Release bench/Aftershock.Benchmarks; dotnet build -c Release src/Aftershock.Cli');
  const versions = run([python, '-c', 'import sys, bs4, lxml.etree as e; print("Python %s, lxml %s with libxml2 %s, BeautifulSoup %s" % (sys.version.split()[0], ".".join(map(str, e.LXML_VERSION[:3])), ".".join(map(str, e.LIBXML_VERSION)), bs4.__version__))']).trim();
  say(`${versions}; .NET ${run(['dotnet', '--list-runtimes']).match(/Microsoft\.NETCore\.App (10\.\S+)/)?.[1]}.`);
  const made = join(work, 'pages');
  run(['dotnet', program, 'demo', '--no-serve', '--store', join(work, 'store'), '--pages', made]);
  compare('Pages of the reconstruction', made);
  if (option('pages', null)) compare('Pages that MyBB 1.8 served', option('pages', null));
  if (option('out', null)) writeFileSync(option('out', null), printed.join('\n') + '\n');
} finally {
  rmSync(work, { recursive: true, force: true });
}
