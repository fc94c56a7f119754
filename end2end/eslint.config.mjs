import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const files = ["**/*.ts", "**/*.mjs"];

export default defineConfig(
  { ignores: ["node_modules", "test-results", "screenshots", "eslint.config.mjs"] },
  { files, extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked] },
  { files, languageOptions: { parserOptions: { projectService: true } } },
  // The scripts say their types in JSDoc, which this rule does not read.
  { files: ["**/*.ts"], rules: { "@typescript-eslint/explicit-module-boundary-types": "error" } },
  {
    files,
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Playwright's fixtures take an empty pattern.
      "no-empty-pattern": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: "Time is no condition: wait for what shall be seen.",
        },
        {
          selector: "CallExpression[callee.property.name=/^(only|skip|fixme)$/][callee.object.name='test']",
          message: "Every test runs, always.",
        },
      ],
    },
  },
);
