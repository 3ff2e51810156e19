// @ts-check
// The client of the language server `credstack lsp`: it starts the server and shows what the server says. It decides nothing.

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

/** The address of a page on a kind of problem. */
const SCHEME = "credstack-problem";

/** The pages that were asked for, by their address.
 * @type {Map<string, string>} */
const pages = new Map();

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("credstack.restart", restart),
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? "",
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("credstack")) {
        void restart();
      }
    }),
  );
  await start();
}

async function start() {
  const settings = vscode.workspace.getConfiguration("credstack");
  const command = settings.get("path", "credstack");
  const run = { command, args: ["lsp"], transport: TransportKind.stdio };
  const started = new LanguageClient("credstack", "credstack rules", run, {
    documentSelector: [
      { language: "credstack" },
      // Scenarios stand in prose.
      { language: "markdown", pattern: "**/spec/**/*.md" },
    ],
    initializationOptions: {
      folders: settings.get("folders", []),
      problems: settings.get("problems", "") || undefined,
    },
    middleware: { executeCommand },
  });
  client = started;
  try {
    await started.start();
  } catch (error) {
    client = undefined;
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(
      `credstack: \`${command} lsp\` does not start: ${why}. Name the program in the setting credstack.path.`,
    );
  }
}

/** The page on a problem is shown beside what is being written.
 * @param {string} command
 * @param {any[]} given
 * @param {(command: string, given: any[]) => any} next */
async function executeCommand(command, given, next) {
  const result = await next(command, given);
  if (command === "credstack.explain" && result) {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${result.slug}.md` });
    pages.set(uri.toString(), result.markdown);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  }
  return result;
}

async function restart() {
  await deactivate();
  await start();
}

async function deactivate() {
  const running = client;
  client = undefined;
  await running?.stop();
}

module.exports = { activate, deactivate };
