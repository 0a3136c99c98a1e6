// What VS Code's engine makes of files: for each, its lines as pieces of text with the innermost scope.
//
//   node paint.mjs GRAMMAR < LIST > JSON        with the packages in $TODOC_NODE/node_modules

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.TODOC_NODE}/`);
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));

const path = process.argv[2];
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, 'utf8'), path),
});
const grammar = await registry.loadGrammar('source.todostack');

function paint(text) {
  let state = textmate.INITIAL;
  return text.replace(/\n$/, '').split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex), scopes.at(-1)]);
  });
}

const files = readFileSync(0, 'utf8').split('\n').filter(Boolean);
const painted = files.map((file) => paint(readFileSync(file, 'utf8')));
process.stdout.write(JSON.stringify(painted));
