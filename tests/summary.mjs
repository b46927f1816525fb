// Adds up the result files of one run (xunit's .trx, node's .tap) and prints the closing line.
// Usage: node summary.mjs FOLDER STEP_FAILED(0|1). Exit code 1 when anything failed or nothing ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, stepFailed] = process.argv.slice(2);
// The words of RealDataFactAttribute in tests/Aftershock.Tests.
const NOT_SHIPPED = 'does not ship';
const plain = text => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&#xD;', '').replaceAll('&amp;', '&');
let passed = 0, failed = 0, skipped = 0, notShipped = 0;

for (const file of readdirSync(folder)) {
  const text = readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.trx')) {
    const counters = /<Counters ([^>]*)>/.exec(text)?.[1];
    if (!counters) {
      console.log(`${file}: no counters; the run did not finish`);
      failed++;
      continue;
    }
    const value = name => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
    passed += value('passed');
    failed += value('failed') + value('error') + value('timeout') + value('aborted');
    skipped += value('total') - value('executed');
    for (const match of text.matchAll(/<UnitTestResult [^>]*testName="([^"]*)"[^>]*outcome="NotExecuted"[^>]*?(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
      const reason = plain(/<Message>([\s\S]*?)<\/Message>/.exec(match[2] ?? '')?.[1] ?? /<StdOut>([\s\S]*?)<\/StdOut>/.exec(match[2] ?? '')?.[1] ?? '').trim();
      notShipped += reason.includes(NOT_SHIPPED) ? 1 : 0;
      console.log(`skipped: ${plain(match[1])}${reason ? `: ${reason}` : ''}`);
    }
  } else if (file.endsWith('.tap')) {
    const value = name => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
    passed += value('pass');
    failed += value('fail') + value('cancelled');
    skipped += value('skipped') + value('todo');
  }
}

if (stepFailed !== '0' && failed === 0) {
  failed = 1;
}
const why = notShipped === 0 ? '' : notShipped === skipped ? ' (data that does not ship)' : ` (${notShipped} of them: data that does not ship)`;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped${why}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
