// What VS Code makes of files: for each, its lines as pieces of text with the innermost scope, and the lines as they are indented
// when they are typed.
//
//   node paint.mjs EXTENSION < LIST > JSON        with the packages in $TODOC_NODE/node_modules

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(`${process.env.TODOC_NODE}/`);
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

const extension = process.argv[2];
const json = (path) => JSON.parse(readFileSync(join(extension, path), 'utf8'));
const { contributes } = json('package.json');
const configuration = json(contributes.languages[0].configuration);

// Of Markdown only what a fence begins in: the grammar itself is part of VS Code.
const markdown = { scopeName: 'text.html.markdown', patterns: [] };

const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) =>
    scope === markdown.scopeName ? markdown : json(contributes.grammars.find((own) => own.scopeName === scope).path),
  getInjections: (scope) =>
    contributes.grammars.filter((own) => own.injectTo?.includes(scope)).map((own) => own.scopeName),
});

function tokens(lines, grammar) {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens;
  });
}

// A line as the rules of the extension indent it below the last line before it that is not blank. Lines in a text, and
// those below one, stay: VS Code has no rule for them.
function indented(lines, painted) {
  const increase = new RegExp(configuration.indentationRules.increaseIndentPattern);
  const decrease = new RegExp(configuration.indentationRules.decreaseIndentPattern);
  const inText = painted.map(([first]) => {
    const inner = first.scopes.at(-1);
    return first.scopes.some((scope) => scope.startsWith('string.')) && !inner.includes('string.begin');
  });
  return lines.map((line, number) => {
    const above = lines.findLastIndex((other, index) => index < number && other.trim() !== '');
    if (inText[number] || inText[above] || line.trim() === '') return line;
    const depth = above < 0 ? 0 : lines[above].search(/\S/) + (increase.test(lines[above]) ? 2 : 0);
    return ' '.repeat(Math.max(0, depth - (decrease.test(line) ? 2 : 0))) + line.trimStart();
  });
}

// A double click selects a whole name, key, number or word.
function checkWords(pieces) {
  const word = new RegExp(`^(?:${configuration.wordPattern})$`);
  const scopes = /^(?:storage\.type\.kind|entity|support\.(?:type|constant|variable)|variable)\./;
  for (const [text, scope] of pieces) {
    if (scopes.test(scope) && !text.startsWith('"') && !word.test(text)) throw new Error(`${text} is no word`);
  }
}

async function look(file) {
  const grammar = await registry.loadGrammar(file.endsWith('.md') ? markdown.scopeName : 'source.todostack');
  const lines = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
  const painted = tokens(lines, grammar);
  const piece = (line) => ({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex), scopes.at(-1)];
  const pieces = painted.map((own, number) => own.map(piece(lines[number])).filter(([text]) => text !== ''));
  checkWords(pieces.flat());
  return {
    lines: pieces,
    indented: indented(lines, painted),
  };
}

const seen = [];
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) seen.push(await look(file));
process.stdout.write(JSON.stringify(seen));
