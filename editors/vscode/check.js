// @ts-check
// Checks what the type checker cannot: that the files that `package.json` names are there, and that the grammar colours a rule
// as it should.

const fs = require("node:fs");
const path = require("node:path");
const assert = require("node:assert/strict");
const { INITIAL, Registry } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

/** @param {string} name */
const here = (name) => path.join(__dirname, name);

const RULE = [
  'policy es.universities "Spain" {',
  "    layer country # a comment",
  "    in force from 2021-10-19",
  '    rule thesis "A thesis \\"itself\\" is never replaced" {',
  "        bar  when workload >= 14.5 ECTS and level is not EQF 6",
  "        cite RD822 art 10.3",
  "    }",
  "}",
];

/** What is to be seen: the line, the word, the last part of its scope. */
const SEEN = [
  [0, "policy", "keyword.declaration.credstack"],
  [0, "es.universities", "entity.name.type.credstack"],
  [1, "layer", "keyword.control.credstack"],
  [1, "country", "constant.language.credstack"],
  [1, "# a comment", "comment.line.number-sign.credstack"],
  [2, "in force", "keyword.control.credstack"],
  [2, "2021-10-19", "constant.numeric.date.credstack"],
  [3, '\\"', "constant.character.escape.credstack"],
  [4, "ECTS", "support.type.unit.credstack"],
  [4, "14.5", "constant.numeric.credstack"],
  [4, "and", "keyword.operator.logical.credstack"],
  [4, ">=", "keyword.operator.comparison.credstack"],
  [4, "EQF", "support.type.framework.credstack"],
  [5, "cite", "keyword.control.credstack"],
];

async function main() {
  const manifest = JSON.parse(fs.readFileSync(here("package.json"), "utf8"));
  const named = [
    manifest.main,
    ...manifest.contributes.languages.map((/** @type {any} */ l) => l.configuration),
    ...manifest.contributes.grammars.map((/** @type {any} */ g) => g.path),
  ];
  for (const file of named) {
    assert.ok(fs.existsSync(here(file)), `${file} is named in package.json and is not there`);
  }
  JSON.parse(fs.readFileSync(here("language-configuration.json"), "utf8"));

  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const file = here(manifest.contributes.grammars[0].path);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => JSON.parse(fs.readFileSync(file, "utf8")),
  });
  const grammar = await registry.loadGrammar("source.credstack");
  assert.ok(grammar, "the grammar can be read");
  let state = INITIAL;
  const lines = RULE.map((line) => {
    const read = grammar.tokenizeLine(line, state);
    state = read.ruleStack;
    return read.tokens.map((t) => ({ text: line.slice(t.startIndex, t.endIndex), scope: t.scopes.at(-1) }));
  });
  for (const [line, word, scope] of SEEN) {
    const tokens = lines[Number(line)] ?? [];
    const found = tokens.find((t) => t.text === word);
    assert.equal(found?.scope, scope, `${word} in: ${RULE[Number(line)]}: ${JSON.stringify(tokens)}`);
  }
  console.log(`${named.length} files, ${SEEN.length} words coloured as they should be`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
