import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const SINK = "An HTML or script sink: the page may run us under Trusted Types, and words are text, never HTML.";
const sinks = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "setHTMLUnsafe", "createContextualFragment"];
const parsers = "NewExpression[callee.name='DOMParser']";

/** What no file may do, less the given exception. */
const restricted = (...except) => ({
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-restricted-properties": [
    "error",
    ...sinks.map((property) => ({ property, message: SINK })),
    { object: "document", property: "write", message: SINK },
    { object: "document", property: "writeln", message: SINK },
  ],
  "no-restricted-syntax": [
    "error",
    ...[
      ...sinks.map((name) => `Literal[value='${name}']`),
      "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']",
      parsers,
    ]
      .filter((selector) => !except.includes(selector))
      .map((selector) => ({ selector, message: SINK })),
  ],
});

export default defineConfig(
  { files: ["src/**/*.ts"], extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked] },
  { files: ["src/**/*.ts"], languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ["src/**/*.ts"],
    rules: {
      ...restricted(),
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  // The customer's page: no network, no storage, and no word to the console but through `core/say.ts`.
  {
    files: ["src/facade/**/*.ts", "src/core/**/*.ts", "src/jivo/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": [
        "error",
        ...["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "localStorage", "sessionStorage", "indexedDB"].map(
          (name) => ({ name, message: "The customer's page is not ours: the frame does this, on our own origin." }),
        ),
      ],
    },
  },
  { files: ["src/core/say.ts"], rules: { "no-console": "off" } },
  // The one place that may parse HTML: what our own server rendered, in a document of our own origin.
  { files: ["src/frame/markup.ts"], rules: restricted(parsers) },
  // Tests set up fakes; a stub that does nothing and a number that is asserted are fine there.
  {
    files: ["**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-empty-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  { ignores: ["node_modules"] },
);
