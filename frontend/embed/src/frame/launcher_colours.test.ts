import { expect, test, vi } from "vitest";
import { launcherColours } from "./launcher_colours";

/** A browser that knows all of CSS, or one from before relative colours. */
const browser = (isNew: boolean): void => {
  vi.stubGlobal("CSS", { supports: () => isNew });
};

test("an accent is moved until its ink can be read on it", () => {
  browser(true);
  const { fill, ink } = launcherColours("#0f6d8c", null, null);
  expect(fill).toMatch(/^light-dark\(oklch\(from #0f6d8c .*\),oklch\(from #0f6d8c .*\)\)$/);
  expect(ink).toMatch(/^oklch\(from #0f6d8c /);
});

test("a button's own colour is taken as it is, with an ink that reads on it", () => {
  browser(true);
  expect(launcherColours("#0f6d8c", "#6C63FF", null)).toMatchObject({ fill: "#6C63FF" });
  expect(launcherColours("#0f6d8c", "#6C63FF", null).ink).toMatch(/^color\(from #6C63FF xyz-d65 /);
  expect(launcherColours("#0f6d8c", "#6C63FF", "#fff")).toEqual({ fill: "#6C63FF", ink: "#fff" });
  expect(launcherColours("#0f6d8c", null, "gold").ink).toBe("gold");
});

test("an older browser shows what was asked for", () => {
  browser(false);
  expect(launcherColours("#0f6d8c", null, null)).toEqual({ fill: "#0f6d8c", ink: "#fff" });
  expect(launcherColours("#0f6d8c", "red", "gold")).toEqual({ fill: "red", ink: "gold" });
});
