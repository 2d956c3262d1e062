// Lint covers only what the compiler cannot see: promises left floating, switches left open, code too tangled to read.
import tseslint from "typescript-eslint";

/** What exists in a browser and not in Node, by names that a forgotten variable could have. */
const BROWSER_ONLY = [
  ...["document", "window", "self", "parent", "top", "location", "history", "screen", "frames", "origin"],
  ...["name", "status", "event", "length", "closed", "open", "close", "stop", "focus", "find", "print", "scroll"],
];

// eslint reads its configuration from the default export: the one place in the project that has one.
export default tseslint.config(
  { ignores: ["dist/", "coverage/", "node_modules/", "reports/"] },
  {
    files: ["**/*.ts"],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "@typescript-eslint": tseslint.plugin },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "export by name, so that one thing has one name everywhere" },
      ],
      complexity: ["error", 15],
      "max-depth": ["error", 3],
      "max-params": ["error", 4],
      eqeqeq: "error",
    },
  },
  {
    // The page's program brings the browser's types into one compilation with everything else; its globals stay there.
    files: ["**/*.ts"],
    ignores: ["src/web/browser/**", "test/web/page.test.ts"],
    rules: { "no-restricted-globals": ["error", ...BROWSER_ONLY] },
  },
  { files: ["*.config.ts", "*.config.js"], rules: { "no-restricted-syntax": "off" } },
);
