import { defineConfig } from "@playwright/test";

/**
 * What Playwright turns off by default, but for one: `ThirdPartyStoragePartitioning`. People's browsers have it, and without it
 * a frame on another site has no storage at all. Of two such switches the browser takes the last.
 */
const OFF = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  // One file is one server; files run side by side, the tests of a file one after the other.
  fullyParallel: false,
  workers: 2,
  // Two cores carry two browsers and two servers; a story that needed a second try is reported as flaky.
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: true,
  reporter: [["list"]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Tallinn",
    viewport: { width: 1280, height: 800 },
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: "only-on-failure",
    trace: process.env.USHER_TRACE === undefined ? "off" : "retain-on-failure",
    launchOptions: {
      executablePath: process.env.USHER_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        `--disable-features=${OFF.join(",")}`,
      ],
    },
  },
});
