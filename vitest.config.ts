import { configDefaults, defineConfig } from "vitest/config";

/** Two workers at most, in both projects: a control plane takes half a gigabyte, and the machine is shared. */
const shared = { maxWorkers: 2, watch: false, exclude: configDefaults.exclude };

// Read by name at the top: a test that reached the reader's own cluster would be a disaster.
delete process.env["KUBECONFIG"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, "test/**/*.cluster.test.ts"],
          // No test measures time; some replay weeks, on machines that are shared.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...shared,
          name: "cluster",
          include: ["test/**/*.cluster.test.ts"],
          testTimeout: 420_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
